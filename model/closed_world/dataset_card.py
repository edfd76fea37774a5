"""The card of a data set, `dataset.json`, and its README."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from model.closed_world.annotators import ANNOTATORS, pairwise_kappa
from model.closed_world.dataset_rows import LabelledGeneration
from model.closed_world.protocol import closed_world_protocol
from model.protocol.skills import SKILLS, Dimension

_README = """# {title}

**Everything here is simulated.** The images are rendered scenes, the T2I models programs that put faults into them, the
annotators a written rule. Nothing in it says anything about photographs, real generations or people.

| split | simulated T2I models | images | questions |
| --- | --- | --- | --- |
{splits}

- `train.json`, `validation.json`, `test.json`: conversations in LLaVA's format, one question each. Training and
  validation share their T2I models and no prompt; the test split has other T2I models, and the prompts of `{protocol}`.
- The answer is the {label}; {accuracy:.1%} of the answers are true.
- `annotations.csv`: every label by every simulated annotator, of training and validation; `test_annotations.csv`: of
  the test split. Two annotators agree at a Cohen's kappa of {kappa:.3f} on average.
- `truth.csv`: the true answers, for measuring only.
- `dataset.json`: counts, seed {seed}, the protocol's digest, kappa by dimension and skill.

Licence: {licence}. Made by `python -m model world dataset`; the same arguments give the same bytes.
"""


def dataset_card(splits: Mapping[str, Sequence[LabelledGeneration]]) -> dict[str, Any]:
    """Describe the images and labels of all splits, as JSON."""
    everything = [entry for entries in splits.values() for entry in entries]
    return {
        "title": "Closed world: rendered scenes with labels by simulated annotators",
        "closed_world": True,
        "simulated": True,
        "licence": "Apache-2.0",
        "protocol": closed_world_protocol().name,
        "protocol_digest": closed_world_protocol().digest,
        "splits": {
            name: {
                "t2i_models": list(dict.fromkeys(entry.t2i_model for entry in entries)),
                "images": len(entries),
                "questions": sum(len(entry.questions) for entry in entries),
            }
            for name, entries in splits.items()
        },
        "annotators": [annotator.name for annotator in ANNOTATORS],
        "label": "median of the simulated annotators' labels",
        "label_accuracy": _label_accuracy(everything),
        "kappa": _kappas(everything),
    }


def readme(card: Mapping[str, Any]) -> str:
    """Write the README of a data set with that card."""
    splits = (
        f"| {name} | {len(split['t2i_models'])} | {split['images']} | {split['questions']} |"
        for name, split in card["splits"].items()
    )
    return _README.format(
        **{key: card[key] for key in ("title", "protocol", "label", "seed", "licence")},
        splits="\n".join(splits),
        accuracy=card["label_accuracy"],
        kappa=card["kappa"]["all"],
    )


def _label_accuracy(entries: Sequence[LabelledGeneration]) -> float:
    """Compute the share of labels agreed on that are true."""
    hits = [label == entry.planned.truth[skill] for entry in entries for skill, label in entry.agreed.items()]
    return round(sum(hits) / len(hits), 4)


def _kappas(entries: Sequence[LabelledGeneration]) -> dict[str, float]:
    """Compute the annotators' mean pairwise Cohen's kappa over all questions, by dimension, by skill if defined."""
    groups = {"all": {skill.key for skill in SKILLS}}
    groups |= {dimension.value: {s.key for s in SKILLS if s.dimension is dimension} for dimension in Dimension}
    groups |= {skill.key: {skill.key} for skill in SKILLS}
    kappas = {name: _kappa(entries, keys) for name, keys in groups.items()}
    return {name: round(kappa, 4) for name, kappa in kappas.items() if not isnan(kappa)}


def _kappa(entries: Sequence[LabelledGeneration], skills: set[str]) -> float:
    rows = [
        [label for entry in entries for skill, label in entry.labels[annotator.name].items() if skill in skills]
        for annotator in ANNOTATORS
    ]
    return pairwise_kappa(rows) if rows[0] else float("nan")
