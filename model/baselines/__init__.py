"""Other people's metrics beside the evaluator: (image, prompt) -> one number.

What lives here: `baseline` (the one interface, and the facts every metric
states), a module per metric, `table` (all of them by name), `loading` (their
checkpoints, read once and strictly), `run` (scores of a folder of images that
survive a kill), and `clip_training`, which trains the closed world's own
contrastive metric. `docs/baselines.md` says what each one is.

Start reading at `baseline`, then `table`.
"""
