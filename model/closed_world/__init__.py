"""The closed world: rendered scenes whose truth is known.

A wish (what a prompt asks) is drawn as a scene (what is really there), with
faults put in on purpose; comparing the two gives the true answer to every
skill question. That makes training data, an exam for evaluators, and
simulated T2I models, all without a network.

Start reading at `vocabulary`, then `scene`, `truth`, `draw` and `simulation`.
"""
