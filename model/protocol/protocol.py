"""Load protocols: the versioned files (JSON) that define prompts, questions, image preparation and aggregation.

A protocol is named by its digest, so that every score can be traced to the exact questions behind it.
"""

import hashlib
import json
import re
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from core.problems import BadInput, Problem
from core.settings import get_settings
from model.protocol.checks import protocol_problems
from model.protocol.schema import (
    Conversation,
    ExamThresholds,
    FrozenModel,
    ImagePreparation,
    Prompt,
    Question,
    SkillQuestion,
)
from model.protocol.skills import Dimension, Skill, skills_of

MAX_PROTOCOL_BYTES = 20 * 1024 * 1024

_PLACEHOLDER = re.compile(r"\{(?:element|prompt)\}")


class Protocol(FrozenModel):
    """One protocol file. Build it with `load` or `parse`, which check everything."""

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
        """Check `data` (decoded JSON) and build the protocol; raises `BadInput` with every problem."""
        try:
            protocol = cls.model_validate(data)
        except ValidationError as error:
            raise BadInput(
                [
                    Problem("protocol_field", ".".join(map(str, (where, *item["loc"]))), item["msg"])
                    for item in error.errors()
                ]
            ) from None
        parts = (protocol.conversation, protocol.image, protocol.questions, protocol.prompts)
        if problems := list(protocol_problems(*parts, where)):
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
        """Return the protocol as canonical JSON (sorted keys, no spaces), of which `digest` is taken."""
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
        """Return the prompts of one dimension, in file order."""
        return tuple(prompt for prompt in self.prompts if prompt.dimension is dimension)

    def questions_for(self, prompt: Prompt) -> tuple[Question, ...]:
        """Return the questions about an image made for `prompt`.

        A faithfulness prompt has a question for every skill, an alignment prompt for those it has an element or a
        question for.
        """
        return tuple(
            Question(skill=skill.key, text=prompt.questions[skill.key], options=skill.options)
            if skill.key in prompt.questions
            else self.question(skill, prompt.text, prompt.elements.get(skill.key, ""))
            for skill in skills_of(prompt.dimension)
            if skill.dimension is Dimension.FAITHFULNESS or skill.key in {*prompt.elements, *prompt.questions}
        )

    def question(self, skill: Skill, prompt: str, element: str) -> Question:
        """Fill a prompt's text and element into the template of a skill; neither is searched for placeholders."""
        values = {"{element}": element, "{prompt}": prompt}
        text = _PLACEHOLDER.sub(lambda match: values[match[0]], self.questions[skill.key].template)
        return Question(skill=skill.key, text=text, options=skill.options)


SHIPPED = Path(__file__).parent.parent / "protocols"
"""Protocol files that come with the product."""


def available_protocols(data_dir: Path) -> dict[str, Path]:
    """Map names to protocol files: those in `data_dir/protocols`, then the shipped ones, which cannot be shadowed."""
    return {path.stem: path for folder in (data_dir / "protocols", SHIPPED) for path in sorted(folder.glob("*.json"))}


def find_protocol(name: str, data_dir: Path) -> Protocol:
    """Load the protocol called `name`, or the file at that path (`.json`).

    Raises `BadInput` for an unknown name and for a file that is no valid protocol.
    """
    known = available_protocols(data_dir)
    if name in known:
        return Protocol.load(known[name])
    if name.endswith(".json"):
        return Protocol.load(Path(name))
    choices = ", ".join(sorted(known)) or "none"
    raise BadInput.one("unknown_protocol", name, f"There is no protocol of this name; there are: {choices}.")


def current_protocol(name: str | None = None) -> Protocol:
    """Load the protocol called `name`, or without a name the one in the settings; raises `BadInput`."""
    settings = get_settings()
    return find_protocol(name or settings.protocol, settings.data_dir)
