"""Results into the documentation: their files into a folder, their tables between the marks of a page."""

import re
import shutil
from pathlib import Path

from core.problems import BadInput, Problem
from model.experiments.plans import EXPERIMENTS
from model.experiments.results import Result
from model.experiments.tables import result_markdown

NOT_RUN = "Not run yet."
"""What stands between the marks of an experiment without a result."""

REAL = "real"
"""The folder of results on real data, apart from the closed world's."""

FILES = ("result.json", "table.md", "plot.png")


def place_of(experiment: str, *, closed_world: bool) -> str:
    """Where a result is published below the folder, and what its marks in the page are called."""
    return experiment if closed_world else f"{REAL}/{experiment}"


def page_of(folder: Path) -> Path:
    """The page that shows what a folder holds: `docs/experiments.md` for `docs/experiments`."""
    return folder.with_suffix(".md")


def make_section(result: Result, folder: Path) -> str:
    """What the page shows of a result: its tables and, by a link, its plot."""
    place = place_of(result.experiment, closed_world=result.closed_world)
    return f"{result_markdown(result)}\n![{EXPERIMENTS[result.experiment].question}]({folder.name}/{place}/plot.png)"


def shown_section(page: str, place: str) -> str | None:
    """What stands between the marks `<!-- results:PLACE -->` and `<!-- /results -->`; None without such marks."""
    found = _marks(place).search(page)
    return found.group(2).strip() if found else None


def check_page(folder: Path) -> None:
    """Raise `BadInput` where the folder has no page, or the page lacks marks: all of them are told."""
    page = page_of(folder)
    if not page.is_file():
        raise BadInput.one("no_page", str(page), "Is not there; results are shown in it, between marks.")
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
    begin, end = _split(text, place)
    page.write_text(f"{begin}\n{make_section(result, folder)}\n{end}", encoding="utf-8")


def _split(text: str, place: str) -> tuple[str, str]:
    """The page up to and with the first mark, and from the second mark on."""
    found = _marks(place).search(text)
    if found is None:
        raise ValueError(f"no marks for {place}")
    return text[: found.end(1)], text[found.start(3) :]


def _marks(place: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- results:{re.escape(place)} -->)(.*?)(<!-- /results -->)", re.DOTALL)
