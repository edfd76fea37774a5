"""Supervised fine-tuning (SFT): a LoRA adapter that makes a LLaVA or LLaVA-NeXT base answer as people did.

`run.train` is the way in; `config` says what a run may be asked for, `data`
reads and checks labelled images, `network` is what the optimiser sees,
`trainer` is transformers' Trainer with checkpoints that a kill cannot spoil.
`docs/training.md` explains it to users.
"""
