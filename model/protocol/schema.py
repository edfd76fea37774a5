"""The parts of a protocol file, each a model that checks its own fields; `docs/protocol.md` documents every one."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from model.protocol.skills import Dimension

Byte = Annotated[int, Field(ge=0, le=255)]
Share = Annotated[float, Field(ge=0, le=1)]


class FrozenModel(BaseModel):
    """A record in a file: immutable, and without any field that is not documented."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Conversation(FrozenModel):
    """The text around the image and the question.

    The sequence sent is `before_image`, the image's tokens, `after_image` with the question in place of `{question}`,
    then one of the options written as `answer`, with the integer in place of `{option}`. The two chunks of text are
    tokenised separately, as LLaVA does.
    """

    before_image: str
    after_image: str
    answer: str


class ImagePreparation(FrozenModel):
    """The preparation that turns an image into the evaluator's views.

    `pad`: one view, padded to a square with `pad_color` (RGB, 0 to 255), then resized. `anyres`: LLaVA-NeXT's overview
    plus tiles. The views' size in pixels comes from the checkpoint's vision tower.

    `newline`: the dimensions whose `pad` view is followed by the checkpoint's image newline, one more token, where the
    checkpoint has one (LLaVA-NeXT). The original code appends it for faithfulness and not for alignment.
    """

    mode: Literal["pad", "anyres"]
    pad_color: tuple[Byte, Byte, Byte] = (122, 116, 104)
    newline: tuple[Dimension, ...] = Field(default=(), exclude_if=lambda dimensions: not dimensions)
    """Left out of the file, and so of the digest, where it is empty."""


class SkillQuestion(FrozenModel):
    """The wording for one skill.

    `template` may hold `{prompt}` and, for alignment skills, `{element}` (what the prompt asks of that skill).
    `options` maps every allowed integer, written as text, to what it means to a reader.
    """

    template: str = Field(min_length=1)
    options: dict[str, str]


class Prompt(FrozenModel):
    """One text given to the T2I models, with the elements annotated per alignment skill.

    A skill that the prompt says nothing about is left out of `elements`, and is not asked. An alignment prompt of
    which nothing is asked is allowed: its image still counts among the images that the alignment score divides by.
    """

    prompt_id: str
    dimension: Dimension
    text: str = Field(min_length=1)
    elements: dict[str, str] = Field(default_factory=dict)
    questions: dict[str, str] = Field(default_factory=dict, exclude_if=lambda questions: not questions)
    """Questions by skill that replace the skill's template, sent unchanged; left out of the file where empty."""


class DimensionThresholds(FrozenModel):
    """The least tau-b (-1 to 1) with the reference scores of unseen T2I models, per dimension."""

    faithfulness: float = Field(ge=-1, le=1)
    alignment: float = Field(ge=-1, le=1)


class ExamThresholds(FrozenModel):
    """The results that an evaluator needs in `python -m model exam` to become a board's default.

    `calibration_error` and `painted_text_rise` are upper bounds, the others lower bounds.
    Shares run from 0 to 1; `painted_text_rise` is a share of the range of a question's options.
    """

    mean_accuracy: Share
    above_commonest: Share
    calibration_error: Share
    tau_b: DimensionThresholds
    unchanged_under_probes: Share
    mirrored_flips: Share
    painted_text_rise: Share


class Question(FrozenModel):
    """A question about one image for one skill: the text as sent, and the allowed integers."""

    skill: str
    text: str
    options: tuple[int, ...]
