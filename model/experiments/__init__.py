"""EvalAlign's experiments (arXiv 2406.16562) on any labelled data set in LLaVA's conversation format.

`run.run_experiments` does them: `plans` says which cells an experiment has,
`cells` trains and evaluates one, `figures` and `annotators` compute, `tables`
and `plots` show, `publish` puts the outcome into the documentation.
`docs/experiments.md` says what each one asks, and what came out.
"""
