"""Puts results into the documentation: files into a folder, tables between the marks of a page."""

import re
import shutil
from pathlib import Path

from core.problems import BadInput, Problem
from model.experiments.plans import EXPERIMENTS
from model.experiments.results import Result
from model.experiments.tables import result_markdown

NOT_RUN = "Not run yet."
"""The text between the marks of an experiment without a result."""

REAL = "real"
"""The folder of results on real data, apart from the closed world's."""

FILES = ("result.json", "table.md", "plot.png")


def place_of(experiment: str, *, closed_world: bool) -> str:
    """Name the place of a result: its path below the folder, and its marks in the page."""
    return experiment if closed_world else f"{REAL}/{experiment}"


def page_of(folder: Path) -> Path:
    """Return the page that shows a folder's results: `docs/experiments.md` for `docs/experiments`."""
    return folder.with_suffix(".md")


def make_section(result: Result, folder: Path) -> str:
    """Write the page's section of a result: its tables and, by a link, its plot."""
    place = place_of(result.experiment, closed_world=result.closed_world)
    return f"{result_markdown(result)}\n![{EXPERIMENTS[result.experiment].question}]({folder.name}/{place}/plot.png)"


def shown_section(page: str, place: str) -> str | None:
    """Read the text between the marks `<!-- results:PLACE -->` and `<!-- /results -->`; None without such marks."""
    match = _marks(place).search(page)
    return match.group(2).strip() if match else None


def check_page(folder: Path) -> None:
    """Raise `BadInput` where the folder has no page, or the page lacks marks, with each that is missing."""
    page = page_of(folder)
    if not page.is_file():
        raise BadInput.one("no_page", str(page), "Does not exist; results are shown in it, between marks.")
    text = page.read_text(encoding="utf-8")
    places = [place_of(name, closed_world=simulated) for simulated in (True, False) for name in EXPERIMENTS]
    lacking = [place for place in places if shown_section(text, place) is None]
    if lacking:
        raise BadInput(
            [
                Problem("no_mark", str(page), f"Has no <!-- results:{place} --> ... <!-- /results -->.")
                for place in lacking
            ]
        )


def publish_result(result: Result, source: Path, folder: Path) -> None:
    """Copy a result's files from `source` and show it in the folder's page; raises `BadInput` as `check_page`."""
    check_page(folder)
    place = place_of(result.experiment, closed_world=result.closed_world)
    target = folder / place
    target.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(source / name, target / name)
    page = page_of(folder)
    text = page.read_text(encoding="utf-8")
    section = make_section(result, folder)
    page.write_text(
        _marks(place).sub(lambda match: f"{match.group(1)}\n{section}\n{match.group(3)}", text, count=1),
        encoding="utf-8",
    )


def _marks(place: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- results:{re.escape(place)} -->)(.*?)(<!-- /results -->)", re.DOTALL)
