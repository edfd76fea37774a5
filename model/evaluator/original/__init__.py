"""Checkpoints in the layout of the original LLaVA code, which the released EvalAlign weights are in.

Such a folder says `architectures: LlavaLlamaForCausalLM` and is known to no class of transformers; it is read in place
or rewritten as a standard folder (`convert`). May import: `hub`, `layout`, `shards`, `digests`, `tokenizer` and
`forward` of the package around it. Read first: `checkpoint.OriginalCheckpoint.open`.
"""
