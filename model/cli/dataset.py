"""`python -m model dataset`: labelled data between LLaVA's conversations and annotation records."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from core.cli import EXIT_BAD_INPUT, Json, ProtocolOption, exit_on_bad_input, make_command_line, print_json
from core.files import write_file_atomically
from core.problem_list import ProblemList
from core.problems import BadInput
from model.protocol.annotation_records import read_annotation_records, write_annotation_records
from model.protocol.protocol import current_protocol
from model.protocol.skills import SKILLS
from model.training.conversations import (
    UNNAMED_ANNOTATOR,
    ImportedRecords,
    RecordDefaults,
    export_conversations,
    import_conversations,
)

dataset = make_command_line("Labelled data sets: from LLaVA's conversation format to annotation records, and back.")

Force = Annotated[bool, typer.Option("--force", help="Replace an earlier file.")]
SplitName = Literal["train", "validation", "test"]


@dataset.command("import")
def dataset_import(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="JSON files, or folders of them.")],
    *,
    out: Annotated[Path, typer.Option(help="The file of annotation records to write (`.jsonl`).")],
    protocol: ProtocolOption = None,
    annotator: Annotated[str, typer.Option(help="The annotator of labels that name none.")] = UNNAMED_ANNOTATOR,
    split: Annotated[
        SplitName | None, typer.Option(help="The part of the data set; default: what each file's name says.")
    ] = None,
    skip_unplaced: Annotated[
        bool, typer.Option("--skip-unplaced", help="Leave out questions that match no skill.")
    ] = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Read conversations with human labels into annotation records (JSON lines); see docs/dataset.md.

    The protocol's wording gives every question its skill. Questions that match none are all reported, and nothing is
    written then without --skip-unplaced.
    """
    problems = ProblemList()
    with exit_on_bad_input():
        _check_target(out, force=force)
        wording = current_protocol(protocol)
        imported = import_conversations(paths, wording, RecordDefaults(annotator, split), problems)
        written = bool(imported.records) and (skip_unplaced or not problems.counts)
        if written:
            write_annotation_records(out, imported.records)
    report = _report(imported, problems) | {"file": str(out), "written": written, "protocol": wording.digest}
    if as_json:
        print_json(report)
    else:
        for problem in problems.summarise():
            print(problem, file=sys.stderr)
        _print_report(report, sys.stdout if written else sys.stderr)
    if not written:
        raise typer.Exit(EXIT_BAD_INPUT)


@dataset.command("export")
def dataset_export(
    path: Annotated[Path, typer.Argument(help="A file of annotation records (`.jsonl`).")],
    *,
    out: Annotated[Path, typer.Option(help="The file of conversations to write (`.json`).")],
    split: Annotated[SplitName | None, typer.Option(help="Only this part of the data set.")] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Write annotation records as LLaVA conversations, one per annotation; importing them gives the same records."""
    with exit_on_bad_input():
        _check_target(out, force=force)
        problems = ProblemList()
        records = [r for r in read_annotation_records(path, problems) if split is None or r.split == split]
        problems.raise_if_any()
        if not records:
            raise BadInput.one("no_records", path.name, f"Holds no annotations of the split {split}.")
        conversations = export_conversations(records)
        write_file_atomically(out, json.dumps(conversations, ensure_ascii=False, indent=1) + "\n", make_folder=True)
    if as_json:
        print_json({"file": str(out), "conversations": len(conversations)})
    else:
        print(f"{len(conversations)} conversations in {out}")


def _check_target(path: Path, *, force: bool) -> None:
    if path.exists() and not force:
        raise BadInput.one("target_exists", str(path), "Is there already; --force replaces it.")


def _report(imported: ImportedRecords, problems: ProblemList) -> dict[str, Any]:
    skills = Counter(record.skill for record in imported.records)
    return {
        "conversations": imported.conversations,
        "questions": imported.questions,
        "annotations": len(imported.records),
        "images": len({record.image for record in imported.records}),
        "t2i_models": len({record.t2i_model for record in imported.records} - {None}),
        "skills": {skill.key: skills[skill.key] for skill in SKILLS},
        "splits": dict(Counter(record.split or "undecided" for record in imported.records)),
        "unplaced": problems.counts,
        "problems": [problem.as_dict() for problem in problems.summarise()],
    }


def _print_report(report: dict[str, Any], stream: Any) -> None:
    skills = ", ".join(f"{key} {count}" for key, count in report["skills"].items() if count)
    splits = ", ".join(f"{name} {count}" for name, count in report["splits"].items())
    print(
        f"{report['conversations']} conversations ask {report['questions']} questions; {report['annotations']} are "
        f"placed, on {report['images']} images of {report['t2i_models']} T2I models.",
        file=stream,
    )
    if report["annotations"]:
        print(f"By skill: {skills}.\nBy split: {splits}.", file=stream)
    if report["unplaced"]:
        reasons = ", ".join(f"{code} {count}" for code, count in report["unplaced"].items())
        print(f"Not placed, by reason: {reasons}.", file=stream)
    if report["written"]:
        print(f"Written: {report['file']}", file=stream)
    else:
        print("Nothing was written; --skip-unplaced writes what could be placed.", file=stream)
