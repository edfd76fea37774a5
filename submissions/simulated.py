"""Simulated T2I models for a closed-world board that nobody has submitted to yet.

They go the way of every submission (archive, validation, queue, worker), behind
everybody else's. The labels that simulated annotators give them make the
reference that the board's agreement is computed with; their truth stays out.
"""

import logging
import tempfile
from pathlib import Path

from core.problems import BadInput
from core.settings import Settings
from leaderboard.store.annotations import AnnotationRow
from leaderboard.store.database import Database
from model.closed_world.annotators import SOURCE, simulate_labels
from model.closed_world.protocol import closed_world_protocol
from model.closed_world.simulation import SIMULATED_MODELS, SimulatedModel, plan_generations, write_sample
from model.protocol.protocol import Protocol, find_protocol
from submissions.upload.intake import Annotations, form_problems, submit
from submissions.upload.metadata import ModelMetadata

SUBMITTER = "closed world"

BEHIND_EVERYBODY = 10
"""Their priority in the queue; people's submissions have 0."""

log = logging.getLogger(__name__)


def enter_simulated_models(database: Database, settings: Settings) -> int:
    """Submit the simulated T2I models that are not there yet; returns how many were entered.

    Nothing is done where `settings.simulated_models` is 0 or the protocol in
    use is not the closed world's. Safe to repeat and to interrupt: each is
    entered whole, labels and all, or not at all.
    """
    protocol = find_protocol(settings.protocol, settings.data_dir)
    if protocol.digest != closed_world_protocol().digest:
        return 0
    entered = 0
    for t2i_model in SIMULATED_MODELS[: settings.simulated_models]:
        try:
            entered += _enter(database, settings, protocol, t2i_model)
        except BadInput as refusal:
            # Another submission took the name, or the disk is full: the board can do without this one.
            log.warning("%s was not entered: %s", t2i_model.name, refusal)
    return entered


def _enter(database: Database, settings: Settings, protocol: Protocol, t2i_model: SimulatedModel) -> bool:
    metadata = ModelMetadata(
        name=t2i_model.name,
        licence="Apache-2.0",
        open_weights=True,
        notes="Drawn by the closed world with faults put in on purpose; no T2I model.",
    )
    if form_problems(database, metadata, SUBMITTER, protocol):
        return False
    with tempfile.TemporaryDirectory(prefix="evalalign-") as folder:
        sample = write_sample(t2i_model, Path(folder) / f"{t2i_model.name}.zip")
        submit(
            database,
            sample.directory,
            metadata,
            SUBMITTER,
            protocol,
            settings,
            simulated=True,
            priority=BEHIND_EVERYBODY,
            annotations=annotate(t2i_model),
        )
    return True


def annotate(t2i_model: SimulatedModel) -> Annotations:
    """Label everything a simulated T2I model draws for the protocol as the three simulated annotators would."""
    rows = [
        AnnotationRow(planned.prompt.dimension.value, planned.prompt.prompt_id, skill, annotator, label)
        for planned in plan_generations(t2i_model)
        for annotator, given in simulate_labels(t2i_model.name, planned.prompt, planned.truth).items()
        for skill, label in given.items()
    ]
    return Annotations(tuple(rows), SOURCE)
