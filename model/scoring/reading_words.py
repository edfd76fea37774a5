"""The word lists of `model.scoring.prompt_reading`; extend them where it misses something."""


def _split_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _split_at_commas(text: str) -> tuple[str, ...]:
    return tuple(" ".join(words.split()) for words in text.split(","))


COLOURS = _split_words(
    """
    red orange yellow green blue purple violet pink brown black white grey gray golden gold silver beige
    turquoise cyan magenta crimson scarlet teal navy
    """
)

NUMBERS = _split_words("one two three four five six seven eight nine ten eleven twelve") | {
    str(number) for number in range(1, 101)
}

STYLES = _split_at_commas(
    """
    oil painting, watercolor painting, watercolour painting, acrylic painting, digital painting, watercolor,
    watercolour, painting, pencil sketch, pencil drawing, charcoal drawing, line drawing, drawing, sketch, pixel
    art, digital art, concept art, line art, vector art, pop art, low poly, 3d render, comic, cartoon, anime,
    manga, photorealistic, photograph, photo, impressionist, cubist, surrealist, minimalist, cyberpunk,
    steampunk, ukiyo-e, mosaic, stained glass, graffiti, illustration, isometric, engraving, woodcut, origami,
    claymation, blueprint
    """
)
"""The longer before the shorter that they hold."""

RELATIONS = _split_at_commas(
    """
    to the left of, to the right of, on the left of, on the right of, left of, right of, on top of, in front of,
    next to, inside of, inside, underneath, under, below, beneath, above, over, behind, beside, near, between,
    around, against, on, in, at
    """
)
"""Phrases that relate two things, the longer before the shorter."""

ARTICLES = _split_words("a an the some its his her their")

BREAKS = ARTICLES | _split_words(
    """
    of with and or by to from for as is are was were be it this that these those who which while into onto
    through there here very no each every both made where when then than but not he she they looks look
    depicting featuring showing containing including using during
    """
)
"""Words that end the naming of a thing."""

NO_ACTIONS = _split_words(
    """
    painting drawing building ceiling ring king wing string spring morning evening thing nothing something
    everything anything clothing wedding lightning sling swing bring during sing being including featuring
    showing depicting containing using
    """
)
"""Words in -ing that name no action."""

NO_THINGS = _split_words("picture image portrait scene view shot style art left right top front background")
"""Words for the picture itself and for places in it."""
