"""Score one image or a folder of images: as a command, a page and an endpoint.

May import: `core`, `web`, `model.protocol`, `model.evaluator`. Read first: `image.score_image`.
"""
