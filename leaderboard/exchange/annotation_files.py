"""Annotation records from a file into the tables, as labels of the generations of submissions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.problem_list import ProblemList
from core.problems import BadInput, Problem
from leaderboard.store.annotations import (
    AnnotationRow,
    LabelTarget,
    annotated_scores,
    label_targets,
    record_annotations,
)
from leaderboard.store.database import Database
from leaderboard.store.results import record_reference_scores
from leaderboard.store.tables import name_key
from model.protocol.annotation_records import AnnotationRecord, read_annotation_records
from model.protocol.protocol import Protocol

MAX_SOURCE = 200
"""Longest name of a source, in characters: the width of its column."""

_WHY = {
    "no_t2i_model": "name no T2I model",
    "no_prompt": "do not say which prompt their image is for",
    "unknown_t2i_model": "are of a T2I model without a submission under this protocol",
    "unknown_prompt": "are of prompts that the submission has no image for",
}
"""Why labels have no generation, by code, as a sentence that begins with their number."""


@dataclass(frozen=True, slots=True)
class LoadedLabels:
    """How many labels were loaded, by T2I model, and how many were left out, by reason."""

    labels: dict[str, int]
    left_out: dict[str, int]


def load_annotations(
    database: Database, path: Path, protocol: Protocol, source: str, *, skip_unknown: bool = False
) -> LoadedLabels:
    """Load a file of annotation records, and record the reference scores that follow from the labels.

    A record belongs to the generation for its prompt in its T2I model's submission under the protocol. Earlier labels
    of that source for the same submissions are replaced, so the same file twice changes nothing.

    `source` names the annotators in words shown to visitors. With `skip_unknown` labels of T2I models and images that
    are not here are left out, instead of refusing the file.

    Raises:
        BadInput: The file, the source or a label cannot be used; every reason, and nothing is changed.
    """
    source = source.strip()
    problems = ProblemList()
    if not 0 < len(source) <= MAX_SOURCE:
        problems.add("source", "source", f"Say who the annotators are, in 1 to {MAX_SOURCE} characters.")
    records = read_annotation_records(path, problems)
    problems.raise_if_any()
    with database.write() as session:
        targets = label_targets(session, protocol.digest)
        rows, strays = _assign(records, targets)
        _check(path, rows, [] if skip_unknown else _stray_problems(strays))
        for key, labels in rows.items():
            record_annotations(session, targets[key].submission_id, labels, source)
            record_reference_scores(
                session,
                protocol_digest=protocol.digest,
                t2i_model_id=targets[key].t2i_model_id,
                scores=annotated_scores(labels, protocol),
                source=source,
            )
    left_out = Counter(code for code, _ in strays.elements())
    return LoadedLabels({targets[key].t2i_model: len(labels) for key, labels in rows.items()}, dict(left_out))


def _assign(
    records: Iterable[AnnotationRecord], targets: Mapping[str, LabelTarget]
) -> tuple[dict[str, list[AnnotationRow]], Counter[tuple[str, str]]]:
    """Give rows by target, and the number of records without one, by (code, T2I model)."""
    rows: dict[str, list[AnnotationRow]] = {}
    strays: Counter[tuple[str, str]] = Counter()
    for record in records:
        key = name_key(record.t2i_model or "")
        if not key:
            strays["no_t2i_model", ""] += 1
        elif key not in targets:
            strays["unknown_t2i_model", record.t2i_model or ""] += 1
        elif record.prompt_id is None:
            strays["no_prompt", targets[key].t2i_model] += 1
        elif (record.dimension.value, record.prompt_id) not in targets[key].generations:
            strays["unknown_prompt", targets[key].t2i_model] += 1
        else:
            row = AnnotationRow(record.dimension.value, record.prompt_id, record.skill, record.annotator, record.label)
            rows.setdefault(key, []).append(row)
    return rows, strays


def _stray_problems(strays: Counter[tuple[str, str]]) -> list[Problem]:
    return [Problem(code, name, f"{count:,} labels {_WHY[code]}.") for (code, name), count in sorted(strays.items())]


def _check(path: Path, rows: Mapping[str, Sequence[AnnotationRow]], problems: list[Problem]) -> None:
    for labels in rows.values():
        votes = Counter((row.dimension, row.prompt_id, row.skill, row.annotator) for row in labels)
        problems += [
            Problem("duplicate_label", f"{dimension} {prompt_id}", f"{annotator} labels its {skill} {count} times.")
            for (dimension, prompt_id, skill, annotator), count in votes.items()
            if count > 1
        ]
    if not rows and not problems:
        problems.append(Problem("no_records", path.name, "Holds no label of anything that is here."))
    if problems:
        raise BadInput(problems)
