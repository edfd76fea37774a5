"""The page of the experiments shows the committed results, and them only."""

import pytest

from model.experiments.plans import EXPERIMENTS
from model.experiments.publish import NOT_RUN, REAL, check_page, make_section, place_of, shown_section
from model.experiments.results import Result
from model.experiments.tables import result_markdown
from tests.helpers.paths import ROOT

FOLDER = ROOT / "docs" / "experiments"
PAGE = FOLDER.with_suffix(".md").read_text(encoding="utf-8")
PLACES = [place_of(name, closed_world=simulated) for simulated in (True, False) for name in EXPERIMENTS]


def test_the_page_has_a_place_for_every_experiment() -> None:
    check_page(FOLDER)


@pytest.mark.parametrize("place", PLACES)
def test_the_page_shows_what_is_committed(place: str) -> None:
    path = FOLDER / place / "result.json"
    if not path.is_file():
        assert shown_section(PAGE, place) == NOT_RUN
        return
    result = Result.model_validate_json(path.read_text(encoding="utf-8"))
    assert place == place_of(result.experiment, closed_world=result.closed_world)
    assert shown_section(PAGE, place) == make_section(result, FOLDER)
    assert (FOLDER / place / "table.md").read_text(encoding="utf-8") == result_markdown(result)
    assert (FOLDER / place / "plot.png").is_file()


def test_simulated_and_real_results_stand_in_sections_of_their_own() -> None:
    closed_world, real = PAGE.split("\n## Closed world\n")[1].split("\n## Real data\n")
    for place in PLACES:
        section, other = (real, closed_world) if place.startswith(f"{REAL}/") else (closed_world, real)
        assert shown_section(section, place) is not None
        assert shown_section(other, place) is None
