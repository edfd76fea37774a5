"""Other people's metrics beside the evaluator: one number for an image and its prompt.

May import: `core`, `model.protocol`, `model.evaluator`, `model.scoring`, torch, transformers. Read first:
`baseline.Baseline`, then `table`; each metric is a module with its facts and its `load` (`docs/baselines.md`).
"""
