"""The evaluator exam, in the closed world: is an evaluator good enough to rank T2I models by?

`examination.examine` puts pictures of simulated T2I models to an evaluator and
compares with the known truth and with simulated annotators;
`report.ExamReport` holds what it found against the protocol's thresholds.
`docs/exam.md` explains every figure.
"""
