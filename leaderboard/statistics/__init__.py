"""Formulas over arrays; `docs/statistics.md` describes each, its source and when to trust it.

May import: `core.language`, numpy, scipy, scikit-learn. Whatever draws at random takes its generator; what is undefined
says why. Read first: `counts` (behind every rank statistic), then `agreement.agreement`, `intervals`, `ranks`.
"""
