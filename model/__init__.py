"""The evaluator: what is asked of an image, how an answer comes about, how an evaluator learns and is examined.

May import: `core`, `web`, torch, transformers, peft, PIL; never SQL, never the rooms above. From the ground up:
`protocol` < `evaluator` < `scoring`, `training`, `baselines`, `official` < `closed_world` < `exam`,
`experiments` < `cli`.
Read first: `protocol.skills`, then `evaluator.evaluator.Evaluator.answer`.
"""
