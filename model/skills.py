"""The eleven skills of EvalAlign and their two dimensions, as data.

Source: EvalAlign, arXiv 2406.16562, section 3; options as in its released
evaluation protocol. A new skill is one more row of `SKILLS`.
"""

from dataclasses import dataclass
from enum import StrEnum

ABSENT = -1
"""The option that says the part asked about is not in the picture; never counted in a score."""


class Dimension(StrEnum):
    """What a skill is about: the image by itself, or the image against its prompt."""

    FAITHFULNESS = "faithfulness"
    ALIGNMENT = "alignment"


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill question's place in the protocol.

    `options` are the allowed answers in ascending order; `meaning` is one
    sentence a visitor understands.
    """

    key: str
    dimension: Dimension
    label: str
    options: tuple[int, ...]
    meaning: str

    @property
    def best(self) -> int:
        """The most points one answer can earn."""
        return self.options[-1]


_GRADED = (0, 1, 2, 3, 4)
_GRADED_OR_ABSENT = (ABSENT, *_GRADED)
_MATCH = (0, 1, 2)
_F = Dimension.FAITHFULNESS
_A = Dimension.ALIGNMENT

SKILLS: tuple[Skill, ...] = (
    Skill("faithfulness.body", _F, "Body", _GRADED_OR_ABSENT, "Bodies have the right limbs in the right places."),
    Skill("faithfulness.hand", _F, "Hand", _GRADED_OR_ABSENT, "Hands have the right number and shape of fingers."),
    Skill("faithfulness.face", _F, "Face", _GRADED_OR_ABSENT, "Faces have their features, undistorted and in place."),
    Skill("faithfulness.object", _F, "Object", _GRADED, "Things look as they do in the real world."),
    Skill("faithfulness.commonsense", _F, "Common sense", _GRADED, "The scene obeys the rules of everyday life."),
    Skill("alignment.object", _A, "Object", _MATCH, "Every object the prompt names is in the picture."),
    Skill("alignment.count", _A, "Count", _MATCH, "Objects appear as many times as the prompt says."),
    Skill("alignment.color", _A, "Colour", _MATCH, "Objects have the colours the prompt gives them."),
    Skill("alignment.style", _A, "Style", _MATCH, "The picture is made in the style the prompt asks for."),
    Skill("alignment.spatial", _A, "Spatial", _MATCH, "Objects stand to each other as the prompt says."),
    Skill("alignment.action", _A, "Action", _MATCH, "People and animals do what the prompt says."),
)

SKILL_BY_KEY: dict[str, Skill] = {skill.key: skill for skill in SKILLS}


def skills_of(dimension: Dimension) -> tuple[Skill, ...]:
    """The skills of one dimension, in protocol order."""
    return tuple(skill for skill in SKILLS if skill.dimension is dimension)
