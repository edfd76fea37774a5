"""The closed world's contrastive baseline: a small CLIP trained by us on captions of rendered scenes."""

from pathlib import Path

from model.baselines.baseline import BaselineFacts
from model.baselines.contrastive import load_clip

EMBEDDED_CLIP = Path(__file__).parent / "embedded_clip"
"""The checkpoint that comes with the product, with the record of its training."""

FACTS = BaselineFacts(
    name="closed-world-clip",
    title="CLIP, closed world",
    formula="cos(image, text)",
    wording="{prompt}",
    source="this project: trained on captions of rendered scenes, see docs/baselines.md",
    licence="Apache-2.0",
    low=-1.0,
    high=1.0,
    closed_world=True,
)

load = load_clip(FACTS, lambda cosines, _: cosines)
