"""The names of the eleven skills in EvalAlign's released files, in their spelling."""

from collections.abc import Mapping

from model.protocol.skills import Dimension

FAITHFULNESS_NAMES: Mapping[str, str] = {
    "faithfulness.body": "body",
    "faithfulness.hand": "Hand",
    "faithfulness.face": "face",
    "faithfulness.object": "object",
    "faithfulness.commonsense": "common",
}
"""By skill, in the order in which the original asks."""

ALIGNMENT_NAMES: Mapping[str, str] = {
    "alignment.object": "Object",
    "alignment.count": "Count",
    "alignment.color": "Color",
    "alignment.style": "Style",
    "alignment.spatial": "Spatial",
    "alignment.action": "Action",
}
"""By skill, in the order of the alignment prompt file."""

NAMES: Mapping[Dimension, Mapping[str, str]] = {
    Dimension.FAITHFULNESS: FAITHFULNESS_NAMES,
    Dimension.ALIGNMENT: ALIGNMENT_NAMES,
}

NOTHING = "none"
"""The element, in the alignment prompt file, of a skill that the prompt says nothing about; a `;` may follow."""
