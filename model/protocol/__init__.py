"""Skills, questions, answers and protocols: plain data.

May import: `core`; never torch. Read first: `skills.SKILLS`, then `protocol.Protocol` and its parts in `schema`.
"""
