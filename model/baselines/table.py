"""All baselines by name: a new one is a module with its facts and its `load`, and a row here."""

from model.baselines import clip_score, closed_world, hps, image_reward, pickscore, vqascore
from model.baselines.baseline import BaselineEntry

BASELINES: dict[str, BaselineEntry] = {
    module.FACTS.name: BaselineEntry(module.FACTS, module.load)
    for module in (clip_score, pickscore, hps, image_reward, vqascore, closed_world)
}
