"""The query of the address of a T2I model's page."""

from typing import Annotated

from pydantic import Field

from model.protocol.skills import SKILL_BY_KEY, SKILLS
from web.query import Query, Text, one_of


class T2IModelQuery(Query):
    """Which T2I model on which board is shown, and the skill whose best and worst images are."""

    board: Text = ""
    t2i_model: Text = Field(default="", alias="model")
    skill: Annotated[str, one_of(*SKILL_BY_KEY)] = SKILLS[0].key
