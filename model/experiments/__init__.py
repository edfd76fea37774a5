"""EvalAlign's experiments (arXiv 2406.16562) on any labelled data set in LLaVA's conversation format.

May import: `core` and all of `model` but `cli`. Read first: `run.run_experiments`; `plans` lists the cells of each
experiment, `cells` trains and scores one. `docs/experiments.md` says what each one asks, and what came out.
"""
