"""The closed world: rendered scenes whose truth is known, simulated T2I models and annotators, and data sets of them.

A prompt's specification is drawn as a scene, with faults put in on purpose; comparing the two gives the true answer to
every question. May import: `core`, and in `model` `protocol`, `evaluator`, `training`, `baselines`, `official`.
Read first: `vocabulary`, then `scene`, `truth` and `simulation`.
"""
