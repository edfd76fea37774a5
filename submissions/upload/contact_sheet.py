"""A contact sheet: a small picture of each image of an upload by prompt, before anything is stored.

The template is `contact_sheet.html`.
"""

import base64
import io
from typing import Any

from PIL import Image, ImageOps

from model.evaluator.decoding import MEDIA_TYPES
from model.protocol.protocol import Protocol
from model.protocol.skills import Dimension
from submissions.upload.validation import AcceptedImage, UploadReport
from web.html import render

SIDE = 72
"""Side of a picture on the sheet, in pixels."""

COLUMNS = 20

MOST = 400
"""Pictures of one dimension on the sheet; the rest is counted."""

MISSING_SHOWN = 100
"""Missing prompts that are listed with their texts."""


class ContactSheet:
    """Collects small pictures while an upload is validated: give `add` to `validate_upload` as `accepted`."""

    def __init__(self, protocol: Protocol) -> None:
        self._shown_keys = {
            (dimension, prompt.prompt_id) for dimension in Dimension for prompt in protocol.prompts_of(dimension)[:MOST]
        }
        self._pictures: dict[tuple[Dimension, str], Image.Image] = {}

    def add(self, image: AcceptedImage, content: bytes) -> None:
        """Add an accepted image, made small."""
        key = (image.dimension, image.prompt_id)
        if key not in self._shown_keys:
            return
        with Image.open(io.BytesIO(content), formats=list(MEDIA_TYPES)) as opened:
            opened.draft("RGB", (2 * SIDE, 2 * SIDE))
            self._pictures[key] = ImageOps.fit(opened.convert("RGB"), (SIDE, SIDE))

    def html(self, report: UploadReport) -> str:
        """Render the sheet and what is missing on it, per dimension; empty where no image was accepted."""
        if not self._pictures:
            return ""
        sections = [self._describe(report, dimension) for dimension in Dimension]
        return render(
            "submissions/upload/contact_sheet.html", sections=sections, most=MOST, missing_shown=MISSING_SHOWN
        )

    def _describe(self, report: UploadReport, dimension: Dimension) -> dict[str, Any]:
        """Describe a dimension: its cells are names and positions on the sheet in pixels, None without a picture."""
        prompts = report.protocol.prompts_of(dimension)
        keys = [key for prompt in prompts if (key := (dimension, prompt.prompt_id)) in self._pictures]
        positions = {key: (-SIDE * (n % COLUMNS), -SIDE * (n // COLUMNS)) for n, key in enumerate(keys)}
        return {
            "dimension": dimension,
            "counts": report.counts()[dimension],
            "picture": self._sheet(keys) if keys else "",
            "cells": [
                (f"{prompt.prompt_id}: {prompt.text}", positions.get((dimension, prompt.prompt_id)))
                for prompt in prompts[:MOST]
            ],
            "missing": [
                (f"{dimension}/{prompt_id}.png", report.protocol.prompt_by_id[dimension, prompt_id].text)
                for prompt_id in report.missing.get(dimension, ())
            ],
        }

    def _sheet(self, keys: list[tuple[Dimension, str]]) -> str:
        """Join all pictures, `COLUMNS` a row, into one WebP in base64."""
        rows = -(-len(keys) // COLUMNS)
        sheet = Image.new("RGB", (min(len(keys), COLUMNS) * SIDE, rows * SIDE))
        for number, key in enumerate(keys):
            sheet.paste(self._pictures[key], (number % COLUMNS * SIDE, number // COLUMNS * SIDE))
        buffer = io.BytesIO()
        sheet.save(buffer, "WEBP", quality=60)
        return base64.b64encode(buffer.getvalue()).decode()
