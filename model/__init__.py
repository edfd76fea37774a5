"""The evaluator and all that makes it.

What lives here: the eleven skills, protocols, image preparation, checkpoint
loading, packed scoring, training, the closed world, and the page on which
anyone scores one image. What it may import: torch, transformers, peft, PIL;
never SQL, never the other two rooms.

Start reading at `skills`, then `protocol`, then `evaluator`.
"""
