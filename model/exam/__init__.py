"""The evaluator exam, in the closed world: is an evaluator good enough to rank T2I models by?

May import: `core` and all of `model` up to `closed_world`. Read first: `examination.examine`, then `report.ExamReport`,
which compares the results with the protocol's thresholds. `docs/exam.md` explains every figure.
"""
