"""`python -m model protocol`: list, show, validate and export protocols, and import the official one."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from core.cli import EXIT_BAD_INPUT, Json, exit_on_bad_input, make_command_line, print_json
from core.files import write_file_atomically
from core.problems import BadInput
from core.settings import get_settings
from model.official.clone import read_clone
from model.official.importing import official_protocol
from model.protocol.protocol import SHIPPED, Protocol, available_protocols, find_protocol
from model.protocol.skills import SKILLS, Dimension
from model.protocol.templates import TEMPLATES

protocols = make_command_line("Protocols: what is asked of which image.")

Template = Literal["vicuna-v1", "mpt", "chatml-direct"]

_NAMES: dict[Template, str] = {
    "vicuna-v1": "evalalign-v1",
    "mpt": "evalalign-v1-mpt",
    "chatml-direct": "evalalign-v1-chatml",
}
"""Default names of the official protocol, by template."""

Force = Annotated[bool, typer.Option("--force", help="Replace another file of this name.")]


@protocols.command("list")
def protocol_list(*, as_json: Json = False) -> None:
    """List the protocols that can be used by name; an invalid file is listed with its first problem."""
    with exit_on_bad_input():
        known = available_protocols(get_settings().data_dir)
    details = [_listed(name, path) for name, path in sorted(known.items())]
    if as_json:
        print_json({"protocols": sorted(known), "details": details})
        return
    table = Table("Protocol", "Prompts", "Title", "From")
    for item in details:
        table.add_row(item["name"], str(item["prompts"] or ""), item["title"] or item["problem"], item["from"])
    Console().print(table)


@protocols.command("show")
def protocol_show(
    name: Annotated[str, typer.Argument(help="A name that `list` shows, or a protocol file.")], *, as_json: Json = False
) -> None:
    """Show a protocol: its prompts, and every skill's question with how often it is asked."""
    with exit_on_bad_input():
        protocol = find_protocol(name, get_settings().data_dir)
    if as_json:
        print_json(_facts(protocol) | {"protocol": protocol.model_dump(mode="json")})
        return
    print(f"{protocol.name}: {protocol.title}\n{protocol.description}")
    print(f"Licence: {protocol.licence}. Source: {protocol.source}.\nDigest: {protocol.digest}")
    facts = _facts(protocol)
    for dimension in Dimension:
        unasked = facts["unasked"][dimension]
        print(
            f"{dimension.value.capitalize()}: {facts['prompts'][dimension]} prompts, "
            f"{sum(facts['questions'][skill.key] for skill in SKILLS if skill.dimension is dimension)} questions"
            + (f"; nothing is asked about {', '.join(unasked)}" if unasked else "")
        )
    for skill in SKILLS:
        count = sum(skill.key in prompt.questions for prompt in protocol.prompts)
        worded = f", {count} of them in the prompt's own words" if count else ""
        print(f"\n{skill.key}, asked {facts['questions'][skill.key]} times{worded}:")
        print(protocol.questions[skill.key].template)


@protocols.command("validate")
def protocol_validate(
    path: Annotated[Path, typer.Argument(help="A protocol file (JSON).")], *, as_json: Json = False
) -> None:
    """Check a protocol file and report every problem."""
    with exit_on_bad_input():
        try:
            protocol = find_protocol(str(path), get_settings().data_dir)
        except BadInput as refusal:
            if not as_json:
                raise
            print_json({"ok": False, "problems": [problem.as_dict() for problem in refusal.problems]})
            raise typer.Exit(EXIT_BAD_INPUT) from None
    if as_json:
        print_json({"ok": True, "problems": [], **_facts(protocol)})
    else:
        print(f"{protocol.name}: {len(protocol.prompts)} prompts, digest {protocol.digest}")


@protocols.command("export")
def protocol_export(
    name: Annotated[str, typer.Argument(help="A name that `list` shows, or a protocol file.")],
    path: Annotated[Path, typer.Argument(help="The file to write (JSON).")],
    *,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Write a protocol into a file, to read, change or share."""
    with exit_on_bad_input():
        protocol = find_protocol(name, get_settings().data_dir)
        written = _write(path, protocol, force=force)
    if as_json:
        print_json({"file": str(path), "written": written, "name": protocol.name, "digest": protocol.digest})
    else:
        print(f"{protocol.name} is in {path}, digest {protocol.digest}")


@protocols.command("import-evalalign")
def protocol_import(
    path: Annotated[Path, typer.Argument(help="Your clone of https://github.com/SAIS-FUXI/EvalAlign.")],
    *,
    template: Annotated[
        Template,
        typer.Option(help="How questions are put: `vicuna-v1` for the 13B; `mpt` (as the original does) for the 34B."),
    ] = "vicuna-v1",
    name: Annotated[str | None, typer.Option(help="The protocol's; default: by the template, `evalalign-v1`.")] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Make a protocol of EvalAlign's released prompts and questions, and put it into the data directory.

    Reads both prompt files and the questions in the evaluation script; runs nothing of the clone.
    """
    with exit_on_bad_input():
        chosen = name or _NAMES[template]
        if chosen in {file.stem for file in SHIPPED.glob("*.json")}:
            raise BadInput.one("name_taken", chosen, "Is the name of a protocol that ships; choose another.")
        clone = read_clone(path)
        protocol = official_protocol(clone, TEMPLATES[template], chosen)
        target = get_settings().data_dir / "protocols" / f"{protocol.name}.json"
        written = _write(target, protocol, force=force)
    if as_json:
        print_json(
            _facts(protocol)
            | {"file": str(target), "written": written, "read": list(clone.files), "commit": clone.commit}
        )
        return
    facts = _facts(protocol)
    counts = ", ".join(f"{number} {dimension} prompts" for dimension, number in facts["prompts"].items())
    print(f"{protocol.name}: {counts}, licence {protocol.licence}, digest {protocol.digest}")
    print(f"{'Written' if written else 'Already there'}: {target}")


def _write(path: Path, protocol: Protocol, *, force: bool) -> bool:
    """Write a protocol unless the file holds it already; raises `BadInput` for another file without `force`."""
    if path.exists() and not force:
        try:
            existing = Protocol.load(path).digest
        except BadInput:
            existing = ""
        if existing != protocol.digest:
            raise BadInput.one(
                "target_exists", str(path), "Holds something else; --force replaces it, or choose another name."
            )
        return False
    write_file_atomically(path, protocol.model_dump_json(indent=1, ensure_ascii=False) + "\n", make_folder=True)
    return True


def _listed(name: str, path: Path) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "from": "shipped" if path.parent == SHIPPED else "data directory"}
    row |= dict.fromkeys(("title", "prompts", "digest", "problem"))
    try:
        protocol = Protocol.load(path)
    except BadInput as refusal:
        return row | {"problem": str(refusal.problems[0])}
    return row | {"title": protocol.title, "prompts": len(protocol.prompts), "digest": protocol.digest}


def _facts(protocol: Protocol) -> dict[str, Any]:
    """Return name, digest and the number of questions by skill, as the commands print them."""
    skills = [question.skill for prompt in protocol.prompts for question in protocol.questions_for(prompt)]
    return {
        "name": protocol.name,
        "digest": protocol.digest,
        "licence": protocol.licence,
        "source": protocol.source,
        "prompts": {dimension.value: len(protocol.prompts_of(dimension)) for dimension in Dimension},
        "questions": {skill.key: skills.count(skill.key) for skill in SKILLS},
        "unasked": {
            dimension.value: [p.prompt_id for p in protocol.prompts_of(dimension) if not protocol.questions_for(p)]
            for dimension in Dimension
        },
    }
