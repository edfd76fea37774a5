"""The query of the compare page's address."""

from typing import Annotated

from pydantic import Field

from model.protocol.skills import SKILL_BY_KEY, Dimension
from web.query import PageNumber, Query, Text, Texts, one_of

AS_ASKED, MOST_APART = "", "apart"
"""Orders: that of the protocol; the widest spread of the T2I models' answers first."""


class CompareQuery(Query):
    """Which T2I models are compared, and which of their images are shown, in which order.

    `against` is the one that the others are compared with. `dimension` and `skill` are empty for all. `order` is
    `AS_ASKED`, `MOST_APART` or one of `leaderboard.compare.images.pair_orders`. `search` is a part of a prompt's text
    or its id, in any case. `page` is called `at` in the address: Gradio takes `page` for one of its own.
    """

    board: Text = ""
    t2i_models: Texts = Field(default=(), alias="model")
    against: Text = ""
    dimension: Annotated[str, one_of("", *Dimension)] = ""
    skill: Annotated[str, one_of("", *SKILL_BY_KEY)] = ""
    order: Text = AS_ASKED
    search: Text = Field(default="", alias="find")
    page: PageNumber = Field(default=1, alias="at")
