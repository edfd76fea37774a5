"""A protocol: the versioned bundle that says what is asked of which image, and how.

A protocol file is JSON. It holds the prompts, the wording of each skill's
question, the conversation template, the image preparation and the aggregation
rule; its digest names it, so that a score can always be traced to the exact
questions that gave it. `docs/protocol.md` documents every field.
"""

import hashlib
import json
import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.problems import BadInput, Problem
from model.protocol.checks import problems_of
from model.protocol.skills import Dimension, Skill, skills_of

MAX_PROTOCOL_BYTES = 20 * 1024 * 1024

_PLACEHOLDER = re.compile(r"\{(?:element|prompt)\}")

Byte = Annotated[int, Field(ge=0, le=255)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Conversation(_Frozen):
    """How a question is put to the evaluator, as text around the image.

    The sequence sent is `before_image`, the image's tokens, `after_image` with
    the question in place of `{question}`, then one of the options written as
    `answer`, with the integer in place of `{option}`. The two chunks of text
    are tokenised separately, as LLaVA does.
    """

    before_image: str
    after_image: str
    answer: str


class ImagePreparation(_Frozen):
    """How an image becomes the evaluator's views.

    `pad`: one view, padded to a square with `pad_color` (RGB, 0 to 255), then
    resized. `anyres`: LLaVA-NeXT's overview plus tiles. The views' size in
    pixels comes from the checkpoint's vision tower.

    `newline`: the dimensions whose `pad` view is followed by the checkpoint's
    image newline, one more token, where the checkpoint has one (LLaVA-NeXT).
    The original code appends it for faithfulness and not for alignment.
    """

    mode: Literal["pad", "anyres"]
    pad_color: tuple[Byte, Byte, Byte] = (122, 116, 104)
    newline: tuple[Dimension, ...] = Field(default=(), exclude_if=lambda dimensions: not dimensions)
    """Left out of the file, and so of the digest, where it is empty."""


class SkillQuestion(_Frozen):
    """The wording for one skill.

    `template` may hold `{prompt}` and, for alignment skills, `{element}` (what
    the prompt asks of that skill). `options` maps every allowed integer,
    written as text, to what it means to a reader.
    """

    template: str = Field(min_length=1)
    options: dict[str, str]


class Prompt(_Frozen):
    """One text given to the T2I models, with the elements annotated per alignment skill.

    A skill that the prompt says nothing about is left out of `elements`, and is not asked. An alignment prompt of
    which nothing is asked is allowed: its image still counts among the images that the alignment score divides by.
    """

    prompt_id: str
    dimension: Dimension
    text: str = Field(min_length=1)
    elements: dict[str, str] = Field(default_factory=dict)
    questions: dict[str, str] = Field(default_factory=dict, exclude_if=lambda questions: not questions)
    """Wording of its own by skill, sent as it stands in place of the skill's template; left out where there is none."""


class DimensionThresholds(_Frozen):
    """The least tau-b (-1 to 1) with the reference scores of unseen T2I models, per dimension."""

    faithfulness: float = Field(ge=-1, le=1)
    alignment: float = Field(ge=-1, le=1)


class ExamThresholds(_Frozen):
    """What an evaluator has to reach in `python -m model exam`; below it, it does not become a board's default.

    `calibration_error` and `painted_text_rise` are the most that is let pass, the others the least.
    Shares run from 0 to 1; `painted_text_rise` is a share of the range of a question's options.
    """

    mean_accuracy: Share
    above_commonest: Share
    calibration_error: Share
    tau_b: DimensionThresholds
    unchanged_under_probes: Share
    mirrored_flips: Share
    painted_text_rise: Share


class Question(_Frozen):
    """What is asked of one image for one skill: the text as sent, and its allowed integers."""

    skill: str
    text: str
    options: tuple[int, ...]


class Protocol(_Frozen):
    """See the module's text. Build one with `load` or `parse`, which check everything."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")
    title: str = Field(min_length=1)
    description: str
    licence: str
    source: str
    conversation: Conversation
    image: ImagePreparation
    aggregation: Literal["evalalign"]
    questions: dict[str, SkillQuestion]
    prompts: tuple[Prompt, ...]
    exam: ExamThresholds | None = Field(default=None, exclude_if=lambda thresholds: thresholds is None)
    """Left out of the file, and so of the digest, where a protocol sets no thresholds."""

    @classmethod
    def parse(cls, data: Any, where: str = "protocol") -> "Protocol":
        """Check `data` (decoded JSON) and build the protocol.

        Raises `BadInput` with every problem found.
        """
        try:
            protocol = cls.model_validate(data)
        except ValidationError as error:
            raise BadInput(
                [
                    Problem("protocol_field", ".".join(map(str, (where, *item["loc"]))), item["msg"])
                    for item in error.errors()
                ]
            ) from None
        problems = problems_of(protocol, where)
        if problems:
            raise BadInput(problems)
        return protocol

    @classmethod
    def load(cls, path: Path) -> "Protocol":
        """Read and check a protocol file (JSON, UTF-8, at most 20 MB); raises `BadInput`."""
        where = path.name
        try:
            if path.stat().st_size > MAX_PROTOCOL_BYTES:
                raise BadInput.one("protocol_too_large", where, "The file is larger than 20 MB; is it a protocol?")
            data = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise BadInput.one("protocol_unreadable", where, f"Cannot be read: {error.strerror}.") from None
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise BadInput.one("protocol_not_json", where, f"Is not JSON in UTF-8: {error}.") from None
        return cls.parse(data, where)

    def to_json(self) -> str:
        """The protocol as canonical JSON: sorted keys, no spaces; what `digest` is taken of."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the canonical JSON; independent of the file's layout."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @cached_property
    def prompt_by_id(self) -> dict[tuple[Dimension, str], Prompt]:
        """Prompts by (dimension, prompt id): the two sets may use the same ids."""
        return {(prompt.dimension, prompt.prompt_id): prompt for prompt in self.prompts}

    def prompts_of(self, dimension: Dimension) -> tuple[Prompt, ...]:
        """The prompts of one dimension, in file order."""
        return tuple(prompt for prompt in self.prompts if prompt.dimension is dimension)

    def questions_for(self, prompt: Prompt) -> tuple[Question, ...]:
        """The questions asked of an image made for `prompt`.

        All skills for a faithfulness prompt; for an alignment prompt those it has elements or a question for.
        """
        return tuple(
            Question(skill=skill.key, text=prompt.questions[skill.key], options=skill.options)
            if skill.key in prompt.questions
            else self.question(skill, prompt.text, prompt.elements.get(skill.key, ""))
            for skill in skills_of(prompt.dimension)
            if skill.dimension is Dimension.FAITHFULNESS or skill.key in {*prompt.elements, *prompt.questions}
        )

    def question(self, skill: Skill, prompt: str, element: str) -> Question:
        """One skill's question as sent, for any prompt text and element; either may hold what looks like the other."""
        filled = {"{element}": element, "{prompt}": prompt}
        text = _PLACEHOLDER.sub(lambda found: filled[found[0]], self.questions[skill.key].template)
        return Question(skill=skill.key, text=text, options=skill.options)


SHIPPED = Path(__file__).parent.parent / "protocols"
"""Protocol files that come with the product."""


def available_protocols(data_dir: Path) -> dict[str, Path]:
    """Protocol files by name: those in `data_dir/protocols`, then the shipped ones, which cannot be shadowed."""
    return {path.stem: path for folder in (data_dir / "protocols", SHIPPED) for path in sorted(folder.glob("*.json"))}


def find_protocol(name: str, data_dir: Path) -> Protocol:
    """The protocol called `name`, or the one in the file at that path.

    Raises `BadInput` where there is none, or where the file is not a valid protocol.
    """
    known = available_protocols(data_dir)
    if name in known:
        return Protocol.load(known[name])
    if name.endswith(".json"):
        return Protocol.load(Path(name))
    choices = ", ".join(sorted(known)) or "none"
    raise BadInput.one("unknown_protocol", name, f"There is no protocol of this name; there are: {choices}.")
