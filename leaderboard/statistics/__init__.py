"""Statistics as plain functions over arrays: they know nothing of skills, boards or databases.

`docs/statistics.md` tells each formula, its source and when to trust it.
Whatever is left to chance takes its generator; whatever is not defined says
why in words, and never comes out as a number.

Start reading at `counts` (what every rank statistic is made of), then
`agreement` (the family of them), `intervals`, and `ranks`.
"""
