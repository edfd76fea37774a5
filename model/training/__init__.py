"""Supervised fine-tuning (SFT): a LoRA adapter that makes a LLaVA or LLaVA-NeXT base answer as people did.

May import: `core`, `model.protocol`, `model.evaluator`. Read first: `run.train`; `config` holds the settings of a run,
`data` reads and checks labelled images, `network` is what is optimised. `docs/training.md` explains it to users.
"""
