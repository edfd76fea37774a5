"""Turn a user's clone of EvalAlign's repository into a protocol file; nothing of its text lies in this project.

May import: `core`, `model.protocol`. Read first: `importing.official_protocol`, then `clone.read_clone`.
"""
