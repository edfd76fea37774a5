"""A contact sheet: a small picture of each image of an upload by prompt, before anything is stored."""

import base64
import io
from html import escape

from PIL import Image, ImageOps

from core.language import _
from model.evaluator.decoding import MEDIA_TYPES
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt
from model.protocol.skills import Dimension
from submissions.upload.validation import AcceptedImage, UploadReport

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
        parts = [self._dimension(report, dimension) for dimension in Dimension]
        return f'<div class="sheets">{"".join(parts)}</div>'

    def _dimension(self, report: UploadReport, dimension: Dimension) -> str:
        prompts = report.protocol.prompts_of(dimension)
        has, of = report.counts()[dimension]
        keys = [key for prompt in prompts if (key := (dimension, prompt.prompt_id)) in self._pictures]
        place = {key: number for number, key in enumerate(keys)}
        cells = "".join(_cell(prompt, place.get((dimension, prompt.prompt_id))) for prompt in prompts[:MOST])
        rest = _("The first {n} are shown.", n=MOST) if of > MOST else ""
        named = _(dimension.label).lower()
        title = _("{dimension}: {has} of {of} images", dimension=named, has=f"{has:,}", of=f"{of:,}")
        sheet = f' style="--sheet:url(data:image/webp;base64,{self._sheet(keys)})"' if keys else ""
        return f"""<section><h4>{escape(title)} <span class="stage">{rest}</span></h4>
<ul class="sheet"{sheet}>{cells}</ul>{_missing(report, dimension)}</section>"""

    def _sheet(self, keys: list[tuple[Dimension, str]]) -> str:
        """Join all pictures, `COLUMNS` a row, into one WebP in base64."""
        rows = -(-len(keys) // COLUMNS)
        sheet = Image.new("RGB", (min(len(keys), COLUMNS) * SIDE, rows * SIDE))
        for number, key in enumerate(keys):
            sheet.paste(self._pictures[key], (number % COLUMNS * SIDE, number // COLUMNS * SIDE))
        buffer = io.BytesIO()
        sheet.save(buffer, "WEBP", quality=60)
        return base64.b64encode(buffer.getvalue()).decode()


def _cell(prompt: Prompt, number: int | None) -> str:
    """Render a prompt's picture, cut out of the sheet; an empty frame where there is none."""
    name = escape(f"{prompt.prompt_id}: {prompt.text}")
    if number is None:
        label = escape(_("missing"))
        return f'<li class="none" role="img" aria-label="{label}, {name}" title="{label}, {name}"></li>'
    at = f"{-SIDE * (number % COLUMNS)}px {-SIDE * (number // COLUMNS)}px"
    return f'<li role="img" aria-label="{name}" title="{name}" style="background-position:{at}"></li>'


def _missing(report: UploadReport, dimension: Dimension) -> str:
    missing = report.missing.get(dimension, ())
    if not missing:
        return ""
    lines = "".join(
        f"<li><code>{escape(f'{dimension}/{prompt_id}.png')}</code> "
        f"{escape(report.protocol.prompt_by_id[dimension, prompt_id].text)}</li>"
        for prompt_id in missing[:MISSING_SHOWN]
    )
    more = len(missing) - MISSING_SHOWN
    lines += f"<li>{escape(_('and {n} more', n=f'{more:,}'))}</li>" if more > 0 else ""
    summary = escape(_("Prompts without an image: {n}", n=f"{len(missing):,}"))
    return f'<details class="missing"><summary>{summary}</summary><ul>{lines}</ul></details>'
