"""How the embedded base and the closed world's CLIP are made from nothing.

May import: `model.closed_world` and all below it; only commands and experiments import it.
Read first: `pretraining.pretrain`.
"""
