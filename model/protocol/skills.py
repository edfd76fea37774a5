"""The eleven skills of EvalAlign and their two dimensions, as data.

Source: EvalAlign, arXiv 2406.16562, section 3; options as in its released
evaluation protocol. A new skill is one more row of `SKILLS`.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.language import mark

ABSENT = -1
"""The option that says that the part is not in the picture; never counted in a score."""


class Dimension(StrEnum):
    """The side of an image that a skill judges: the image by itself, or the image against its prompt."""

    FAITHFULNESS = "faithfulness"
    ALIGNMENT = "alignment"

    @property
    def label(self) -> str:
        """The name shown to readers, in English."""
        return _DIMENSION_LABELS[self]


_DIMENSION_LABELS = {Dimension.FAITHFULNESS: mark("Faithfulness"), Dimension.ALIGNMENT: mark("Alignment")}


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill.

    `options` are the allowed answers in ascending order, `meaning` is a sentence for visitors. `label` and `meaning`
    are English; pages translate them by `core.language._`.
    """

    key: str
    dimension: Dimension
    label: str
    options: tuple[int, ...]
    meaning: str

    @property
    def best(self) -> int:
        """The most points of one answer."""
        return self.options[-1]


_GRADED = (0, 1, 2, 3, 4)
_PART = (ABSENT, *_GRADED)
_MATCH = (0, 1, 2)
_F = Dimension.FAITHFULNESS
_A = Dimension.ALIGNMENT

SKILLS: tuple[Skill, ...] = (
    Skill("faithfulness.body", _F, mark("Body"), _PART, mark("Bodies have the right limbs in the right places.")),
    Skill("faithfulness.hand", _F, mark("Hand"), _PART, mark("Hands have the right number and shape of fingers.")),
    Skill("faithfulness.face", _F, mark("Face"), _PART, mark("Faces have their features, undistorted and in place.")),
    Skill("faithfulness.object", _F, mark("Object"), _GRADED, mark("Things look as they do in the real world.")),
    Skill(
        "faithfulness.commonsense",
        _F,
        mark("Common sense"),
        _GRADED,
        mark("The scene obeys the rules of everyday life."),
    ),
    Skill("alignment.object", _A, mark("Object"), _MATCH, mark("Every object the prompt names is in the picture.")),
    Skill("alignment.count", _A, mark("Count"), _MATCH, mark("Objects appear as many times as the prompt says.")),
    Skill("alignment.color", _A, mark("Colour"), _MATCH, mark("Objects have the colours the prompt gives them.")),
    Skill("alignment.style", _A, mark("Style"), _MATCH, mark("The picture is made in the style the prompt asks for.")),
    Skill("alignment.spatial", _A, mark("Spatial"), _MATCH, mark("Objects stand to each other as the prompt says.")),
    Skill("alignment.action", _A, mark("Action"), _MATCH, mark("People and animals do what the prompt says.")),
)

SKILL_BY_KEY: dict[str, Skill] = {skill.key: skill for skill in SKILLS}


def skills_of(dimension: Dimension) -> tuple[Skill, ...]:
    """Return the skills of one dimension, in the order of `SKILLS`."""
    return tuple(skill for skill in SKILLS if skill.dimension is dimension)
