"""The parts of the submit page as HTML. Every text from outside is escaped here, and only here."""

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from core.language import _
from core.problems import BadInput, Problem
from core.settings import Settings
from core.text import format_bytes
from leaderboard.store.tables import SubmissionState
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt
from model.protocol.skills import Dimension
from submissions.evaluation.status import Event, Status, format_duration
from submissions.prompts.prompts import SCRIPT_NAME, format_prompts_csv
from submissions.upload.hub_dataset import HubDataset
from submissions.upload.validation import UploadReport

CSS = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
"""Styles of every part of the page."""

SHOWN_AT_ONCE = 8
"""Files with the same problem that are named before the rest folds away."""

LOG_LINES = 12
"""Lines of a submission's log that are shown; the newest."""

_GROUPS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "bad_name",
            "bad_organisation",
            "bad_link",
            "bad_licence",
            "bad_parameters",
            "bad_notes",
            "bad_submitter",
            "name_taken",
        }
    ),
    frozenset({"missing_prompts", "unknown_prompt", "duplicate_prompt"}),
    frozenset(
        {
            "not_an_image",
            "truncated_image",
            "too_many_pixels",
            "wrong_extension",
            "animated_image",
            "unsupported_mode",
            "unsupported_format",
            "file_too_large",
        }
    ),
)
"""Codes of problems that are mended in one place; `_group_titles` names the places, the last one for all others."""

_STEPS: tuple[frozenset[SubmissionState], ...] = (
    frozenset({SubmissionState.RECEIVED, SubmissionState.VALIDATED}),
    frozenset({SubmissionState.QUEUED}),
    frozenset({SubmissionState.RUNNING, SubmissionState.SCORED}),
    frozenset({SubmissionState.PUBLISHED}),
)
"""The path of a submission; `_step_titles` names its steps."""


def step_html(number: int, title: str, text: str) -> str:
    """Draw the heading of one of the page's steps."""
    return f"""<div class="step"><span class="number" aria-hidden="true">{number}</span>
<div><h2>{escape(title)}</h2><p>{escape(text)}</p></div></div>"""


def instructions_html(protocol: Protocol, settings: Settings) -> str:
    """Explain what to make and how to pack it, with the prompts and the script to download."""
    counts = [(item, len(prompts)) for item, prompts in _by_dimension(protocol)]
    tree = "".join(
        f"<b>{escape(dimension)}/</b>\n"
        + "".join(f"  {escape(prompt.prompt_id)}.png\n" for prompt in prompts[:2])
        + (f"  … {escape(_('{n} images', n=f'{len(prompts):,}'))}\n" if len(prompts) > 2 else "")
        for dimension, prompts in _by_dimension(protocol)
    )
    images = [_("{n} for {dimension}", n=f"{count:,}", dimension=_(item.label).lower()) for item, count in counts]
    under = _("{count} and {other}, under the protocol", count=images[0], other=images[1])
    script = _(
        "It makes them with diffusers, goes on where it was interrupted, and packs the zip. Or use tools of your own: "
        "the first image that the T2I model makes of each prompt counts, not the best of several."
    )
    caps = _(
        "{n} images: PNG, JPEG or WebP, at most {size} and {pixels} megapixels each.",
        n=f"{len(protocol.prompts):,}",
        size=format_bytes(settings.max_image_bytes),
        pixels=f"{settings.max_image_pixels / 1e6:g}",
    )
    csv_link = _download("CSV", f"{protocol.name}-prompts.csv", "text/csv", format_prompts_csv(protocol))
    json_link = _download("JSON", f"{protocol.name}.json", "application/json", protocol.to_json())
    # `submissions.prompts.routes` serves the script beside this page.
    return f"""<ol class="steps">
<li><h3>{_("Get the prompts")}</h3>
<p>{under} <code>{escape(protocol.name)}</code>.</p>
<p>{csv_link} {json_link}</p></li>
<li><h3>{_("Make one image for each")}</h3>
<p><a class="download" download href="{SCRIPT_NAME}">{_("Download the script (Python)")}</a></p>
<pre>pip install torch diffusers transformers accelerate
python {SCRIPT_NAME} --t2i-model OWNER/NAME</pre>
<p>{script}</p></li>
<li><h3>{_("Pack them as one zip")}</h3>
<pre>{tree}</pre>
<p>{caps}</p></li>
</ol>"""


def report_html(report: UploadReport, dataset: HubDataset | None = None) -> str:
    """Draw the outcome of a check that found the upload sound; `dataset` is its origin, at its commit."""
    counts = "".join(
        f"<li>{_('{has} of {of} {dimension}', has=f'{has:,}', of=f'{of:,}', dimension=_(item.label).lower())}</li>"
        for item, (has, of) in report.counts().items()
    )
    sizes = {(image.width, image.height) for image in report.images}
    width, height = next(iter(sizes))
    n = f"{len(report.images):,}"
    summary = (
        _("{n} images, all of {width} x {height} pixels, every one decoded in full.", n=n, width=width, height=height)
        if len(sizes) == 1
        else _("{n} images of {sizes} sizes, every one decoded in full.", n=n, sizes=f"{len(sizes):,}")
    )
    fetched = f"<p>{_source(dataset.source)}</p>" if dataset else ""
    return f"""<div class="card good" role="status"><h3>{_("The images are in order")}</h3>
<p>{summary} {_("Nothing is stored yet: press Submit to queue them.")}</p>{fetched}
<ul>{counts}</ul></div>"""


def problems_html(problems: Sequence[Problem]) -> str:
    """List every reason for a refusal, grouped by what has to be mended."""
    groups = [[problem for problem in problems if problem.code in codes] for codes in _GROUPS]
    known = frozenset().union(*_GROUPS)
    groups.append([problem for problem in problems if problem.code not in known])
    body = "".join(_group(title, group) for title, group in zip(_group_titles(), groups, strict=True) if group)
    one = len(problems) == 1
    count = _("One problem to mend") if one else _("{n} problems to mend", n=f"{len(problems):,}")
    what = _("Nothing was stored. Mend it and try again.") if one else _("Nothing was stored. Mend them and try again.")
    return f"""<div class="card bad" role="alert"><h3>{count}</h3>
<p>{what}</p>{body}</div>"""


def not_found_html(problems: Sequence[Problem]) -> str:
    """Say why a submission cannot be shown."""
    return f"""<div class="card bad" role="alert"><h3>{_("Not found")}</h3>
<p>{" ".join(f"{_place(problem.where)} {escape(problem.message)}" for problem in problems)}</p></div>"""


def status_html(status: Status, board: str | None, events: Sequence[Event] = ()) -> str:
    """Draw a submission's progress and log; `board` is the board that shows its result, None until then."""
    name = escape(status.t2i_model)
    source = f" {_source(status.source)}" if status.source else ""
    return f"""<div class="card {_tone(status.state)}" role="status" data-submission="{escape(status.submission)}">
<h3>{name}<span class="stage">{escape(status.stage)}</span></h3>
{_steps(status)}{_body(status, board)}{_log(events)}
<p class="small">{_("Submission")} <code>{escape(status.submission)}</code>.{source}
{_("Keep this page's address to come back to it: evaluation goes on when you leave.")}</p></div>"""


def _log(events: Sequence[Event]) -> str:
    """List what happened, oldest first; times in UTC."""
    if not events:
        return ""
    lines = "".join(
        f'<li><time datetime="{event.at.isoformat()}">{event.at:%Y-%m-%d %H:%M:%S}</time> {escape(event.text)}</li>'
        for event in events[-LOG_LINES:]
    )
    return f"""<details class="log" open><summary>{_("Log (times in UTC)")}</summary><ol>{lines}</ol></details>"""


def _source(source: str) -> str:
    """Link to the origin of the images."""
    try:
        address = HubDataset.parse(source).address
    except BadInput:
        return f"<code>{escape(source)}</code>"
    return f'{_("Fetched from the Hub:")} <a href="{escape(address)}" rel="nofollow">{escape(source)}</a>.'


def _group_titles() -> tuple[str, ...]:
    return _("About the T2I model"), _("Prompts and images do not match"), _("Images"), _("The upload itself")


def _step_titles() -> tuple[str, ...]:
    return _("Checked"), _("Queued"), _("Evaluated"), _("Published")


def _by_dimension(protocol: Protocol) -> list[tuple[Dimension, tuple[Prompt, ...]]]:
    return [(dimension, protocol.prompts_of(dimension)) for dimension in Dimension]


def _download(label: str, file_name: str, media_type: str, content: str) -> str:
    """Make a link that carries its file with it, so that no temporary file has to be kept or served."""
    data = base64.b64encode(content.encode()).decode()
    href = f"data:{media_type};base64,{data}"
    text = escape(_("Download {kind}", kind=label))
    return f'<a class="download" download="{escape(file_name)}" href="{href}">{text}</a>'


def _group(title: str, problems: Sequence[Problem]) -> str:
    """List one kind of problems; those with the same words share one line."""
    places: dict[str, list[str]] = {}
    for problem in problems:
        places.setdefault(problem.message, []).append(_place(problem.where))
    items = "".join(f"<li>{_places(wheres)} {escape(message)}</li>" for message, wheres in places.items())
    return f"<h4>{escape(title)}</h4><ul>{items}</ul>"


def _places(places: Sequence[str]) -> str:
    first, rest = ", ".join(places[:SHOWN_AT_ONCE]), places[SHOWN_AT_ONCE:]
    if not rest:
        return first
    more = escape(_("and {n} more", n=f"{len(rest):,}"))
    return f"{first} <details><summary>{more}</summary>{', '.join(rest)}</details>"


def _place(where: str) -> str:
    """Draw the place of a problem: a field of the form by its label, a file by its name."""
    labels = {
        "name": _("Name"),
        "organisation": _("Organisation"),
        "link": _("Web page"),
        "licence": _("Licence"),
        "parameters": _("Parameters"),
        "notes": _("Notes"),
        "submitter": _("Your name"),
        "upload": _("Upload"),
        "dataset": _("Dataset"),
        "revision": _("Revision"),
    }
    return f"<b>{escape(labels[where])}</b>" if where in labels else f"<code>{escape(where)}</code>"


def _tone(state: SubmissionState) -> str:
    if state is SubmissionState.PUBLISHED:
        return "good"
    return "bad" if state in (SubmissionState.FAILED, SubmissionState.REJECTED) else "going"


def _steps(status: Status) -> str:
    at = next((index for index, states in enumerate(_STEPS) if status.state in states), None)
    if at is None:
        return ""
    published = status.state is SubmissionState.PUBLISHED
    classes = ["past" if index < at or published else "now" if index == at else "" for index in range(len(_STEPS))]
    items = "".join(
        f'<li class="{name}">{escape(label)}</li>' for name, label in zip(classes, _step_titles(), strict=True)
    )
    return f'<ol class="path">{items}</ol>'


def _body(status: Status, board: str | None) -> str:
    done, total = f"{status.done:,}", f"{status.total:,}"
    if status.state is SubmissionState.PUBLISHED:
        link = f' <a href="/?board={quote(board)}">{_("See it on the leaderboard")}</a>' if board else ""
        return f"<p>{_('All {n} images are scored and the result is published.', n=total)}{link}</p>"
    if status.state in (SubmissionState.FAILED, SubmissionState.REJECTED):
        return f"<p>{escape(status.reason or '')}</p><p>{_('Its name is free again: you may submit it anew.')}</p>"
    if status.state is SubmissionState.WITHDRAWN:
        return f"<p>{_('It was withdrawn and is not on the leaderboard.')}</p>"
    if status.position is not None:
        ahead = status.position - 1
        place = (
            _("It is next.")
            if ahead == 0
            else _("One submission before it.")
            if ahead == 1
            else _("{n} submissions before it.", n=f"{ahead:,}")
        )
        resumed = f" {_('{done} of {total} images are evaluated already.', done=done, total=total)}"
        return f"<p>{place}{resumed if status.done else ''}</p>"
    share = 100 * status.done / status.total if status.total else 0
    progress = (
        _(
            "{done} of {total} images, about {time} left",
            done=done,
            total=total,
            time=format_duration(status.seconds_left),
        )
        if status.seconds_left is not None
        else _("{done} of {total} images", done=done, total=total)
    )
    return f"""<div class="bar" role="progressbar" aria-label="{escape(_("Images evaluated"))}" aria-valuemin="0"
aria-valuemax="{status.total}" aria-valuenow="{status.done}"><span style="width:{share:.1f}%"></span></div>
<p>{progress}</p>"""
