"""A T2I model's result for its model card: Hugging Face's `model-index` and `.eval_results`, and BibTeX."""

import re
from datetime import date
from typing import Any

import yaml

from leaderboard.board.boards import BoardKind
from leaderboard.scores.aggregation import ALIGNMENT_NORMALISED, OVERALL
from leaderboard.t2i_model.record import T2IModelRecord
from model.protocol.skills import SKILL_BY_KEY, Dimension

SITE = "EvalAlign Leaderboard"

DATASET_TO_NAME = "OWNER/BENCHMARK"
"""Stands in `.eval_results` where no benchmark dataset is configured; the Hub refuses it until it is replaced."""

EVALALIGN_BIBTEX = """@article{tan2024evalalign,
  title   = {EvalAlign: Supervised Fine-Tuning Multimodal LLMs with Human-Aligned Data
             for Evaluating Text-to-Image Models},
  author  = {Tan, Zhiyu and Yang, Xiaomeng and Qin, Luozheng and Yang, Mengping and Zhang, Cheng and Li, Hao},
  journal = {arXiv preprint arXiv:2406.16562},
  year    = {2024}
}"""

_TITLES: dict[str, str] = {
    OVERALL: "Overall (percent)",
    Dimension.FAITHFULNESS: "Image faithfulness (points per answer, 0 to 4)",
    Dimension.ALIGNMENT: "Text-image alignment (points per image)",
    ALIGNMENT_NORMALISED: "Text-image alignment (share of the possible points)",
} | {
    skill.key: f"{skill.dimension.value.capitalize()}: {skill.label.lower()} (points per answer, 0 to {skill.best})"
    for skill in SKILL_BY_KEY.values()
}

_DIGITS = 4

_TEX = str.maketrans(
    {letter: f"\\{letter}" for letter in "{}%&#_$"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_TEX_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
"""Quotes an address for `url{}`, which braces would end."""


def model_index(record: T2IModelRecord, address: str) -> str:
    """Write the `model-index` block of a model card's YAML header, with every score.

    Args:
        record: Whose result.
        address: The absolute address of its page here.
    """
    revision = record.board.protocol_digest
    dataset = {"name": record.board.title, "type": _benchmark(record)} | ({"revision": revision} if revision else {})
    result = {
        "task": {"type": "text-to-image", "name": "Text-to-Image"},
        "dataset": dataset,
        "metrics": [
            {"type": score.key, "name": _TITLES[score.key], "value": round(score.score, _DIGITS)}
            for score in record.scores
        ],
        "source": {"name": SITE, "url": address},
    }
    return _yaml({"model-index": [{"name": record.name, "results": [result]}]})


def eval_results(record: T2IModelRecord, address: str, dataset: str | None) -> str:
    """Write the content of a `.eval_results/evalalign.yaml` in a model repository: overall and both dimensions.

    Args:
        record: Whose result.
        address: The absolute address of its page here.
        dataset: The Hub dataset registered as this board's benchmark; None: `DATASET_TO_NAME` takes its place.
    """
    day = _day(record)
    entries = []
    for key in (OVERALL, *Dimension):
        score = record.score_by_key.get(key)
        if score is None:
            continue
        entry: dict[str, Any] = {
            "dataset": {"id": dataset or DATASET_TO_NAME, "task_id": f"{_benchmark(record)}.{key}"},
            "value": round(score.score, _DIGITS),
        }
        if day:
            entry["date"] = day.isoformat()
        entries.append(entry | {"source": {"url": address, "name": SITE}, "notes": "; ".join(_notes(record))})
    return _yaml(entries)


def result_bibtex(record: T2IModelRecord, address: str) -> str:
    """Write a BibTeX entry for a T2I model's result on a board."""
    day = _day(record)
    title = f"{record.name} on the {SITE}, board {record.board.name}".translate(_TEX)
    fields = {
        "title": f"{{{title}}}",
        "howpublished": rf"{{\url{{{address.translate(_TEX_ADDRESS)}}}}}",
        "note": f"{{{'; '.join(_notes(record)).translate(_TEX)}}}",
    } | ({"year": f"{{{day.year}}}", "month": f"{{{day.month}}}"} if day else {})
    width = max(map(len, fields))
    lines = ",\n".join(f"  {key.ljust(width)} = {value}" for key, value in fields.items())
    name = re.sub(r"[^a-z0-9]+", "-", f"{record.board.name}-{record.name}".casefold()).strip("-") or "result"
    return f"@misc{{evalalign-leaderboard-{name},\n{lines}\n}}"


def _notes(record: T2IModelRecord) -> list[str]:
    """List where the figures come from, in words for people outside this site."""
    if record.board.kind is BoardKind.PUBLISHED:
        return [f"published figures: {record.board.source}"]
    made_by = record.provenance
    notes = []
    if record.facts["reported"]:
        notes.append("reported: computed elsewhere by the original EvalAlign code")
    if record.board.closed_world:
        notes.append("closed world: rendered scenes, not photographs")
    if record.facts["simulated"]:
        notes.append("simulated T2I model")
    if made_by is not None:
        notes.append(f"protocol {made_by.submission.protocol.name} {made_by.submission.protocol_digest[:12]}")
        notes.append(f"evaluator {made_by.evaluator.name} {made_by.evaluator.digest[:12]}")
        notes.append(f"submission {made_by.submission.id}")
    return notes


def _benchmark(record: T2IModelRecord) -> str:
    """Return the stable name of the benchmark: the protocol's, or the board's where the paper gives the figures."""
    return record.board.protocol_name or record.board.name


def _day(record: T2IModelRecord) -> date | None:
    made_by = record.provenance
    return None if made_by is None else (made_by.submission.finished_at or made_by.submission.created_at).date()


def _yaml(data: Any) -> str:
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100))
