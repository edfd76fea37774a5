"""Images and questions in, answers out: checkpoints, tokens, packed passes, decoding restricted to the options.

May import: `core`, `model.protocol`, torch, transformers, peft. Read first: `evaluator.Evaluator.answer`;
`choice` names the evaluator of the settings without loading torch.
"""
