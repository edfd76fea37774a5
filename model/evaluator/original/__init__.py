"""Checkpoints in the layout of the original LLaVA code, which the released EvalAlign weights are in.

Such a folder says `architectures: LlavaLlamaForCausalLM`, keeps the vision
tower outside or under `model.vision_tower.vision_tower`, and is known to no
class of transformers. Here it is read in place (`checkpoint`) or rewritten as
a standard LLaVA or LLaVA-NeXT folder (`convert`).

Start reading at `checkpoint`; `configuration` and `names` are the two maps it
applies, `shards` and `tower` where weights come from, `adapter` LoRA weights
under the original's names.
"""
