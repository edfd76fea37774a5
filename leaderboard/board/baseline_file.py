"""The file of a baseline's scores that `python -m model baseline score` writes, read and checked."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from core.problems import BadInput, Problem

RESULT = "scores.json"
"""What the file is called in a run's folder."""

_TOLD = 20

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True)


class BaselineRow(_Read):
    """Which baseline gave the scores; columns of `leaderboard.store.tables.Baseline`."""

    digest: Digest
    name: str = Field(min_length=1, max_length=64)
    title: str = Field(min_length=1, max_length=100)
    formula: str
    wording: str
    source: str
    checkpoint: str
    licence: str = Field(max_length=100)
    low: FiniteFloat | None
    high: FiniteFloat | None
    closed_world: bool


class ProtocolRow(_Read):
    """Which protocol's prompts the images are for."""

    name: str
    digest: Digest


class ImageRow(_Read):
    """One image's score; `image` is the SHA-256 of its bytes."""

    t2i_model: str
    dimension: str
    prompt_id: str
    image: Digest
    score: FiniteFloat


class ScoresFile(_Read):
    """All of the file that is kept; means are computed anew from the images."""

    baseline: BaselineRow
    protocol: ProtocolRow
    images: tuple[ImageRow, ...] = Field(min_length=1)


def read_scores(path: Path) -> ScoresFile:
    """Read a file of scores, or the one in a run's folder; raises `BadInput` with everything that is wrong with it."""
    file = path / RESULT if path.is_dir() else path
    try:
        return ScoresFile.model_validate_json(file.read_bytes())
    except OSError as error:
        raise BadInput.one("scores_unreadable", str(file), f"Cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        problems = [
            Problem("scores_field", ".".join(map(str, (file.name, *item["loc"]))), f"{item['msg']}.")
            for item in error.errors()
        ]
        more = len(problems) - _TOLD
        if more > 0:
            problems = [*problems[:_TOLD], Problem("scores_field", file.name, f"... and {more:,} more of this kind.")]
        raise BadInput(problems) from None
