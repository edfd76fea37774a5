"""Training of the embedded base and of the closed world's CLIP, from drawn weights.

May import: `model.closed_world` and all below it; only commands and experiments import it.
Read first: `training_run.TrainingRun`, then `pretraining.Pretraining`.
"""
