"""What the submit page shows, as HTML. Every text that came from outside is escaped here, and only here."""

import base64
import csv
import io
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from leaderboard.tables import SubmissionState
from model.problems import Problem
from model.protocol import Prompt, Protocol
from model.settings import Settings
from model.skills import Dimension
from submissions.names import megabytes
from submissions.status import Status, duration
from submissions.validation import Report

SHOWN_AT_ONCE = 8
"""Files with the same problem that are named before the rest folds away."""

_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "About the T2I model",
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
    ),
    ("Prompts and images do not match", frozenset({"missing_prompts", "unknown_prompt", "duplicate_prompt"})),
    (
        "Images",
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
    ),
)
_OTHER_GROUP = "The upload itself"

_FORM_FIELDS = frozenset({"name", "organisation", "link", "licence", "parameters", "notes", "submitter", "upload"})

_STEPS: tuple[tuple[str, frozenset[SubmissionState]], ...] = (
    ("Checked", frozenset({SubmissionState.RECEIVED, SubmissionState.VALIDATED})),
    ("Queued", frozenset({SubmissionState.QUEUED})),
    ("Evaluated", frozenset({SubmissionState.RUNNING, SubmissionState.SCORED})),
    ("Published", frozenset({SubmissionState.PUBLISHED})),
)


def instructions_html(protocol: Protocol, settings: Settings) -> str:
    """What to upload, in three steps, with the prompts to download."""
    counts = [(item, len(prompts)) for item, prompts in _by_dimension(protocol)]
    tree = "".join(
        f"<b>{escape(dimension)}/</b>\n"
        + "".join(f"  {escape(prompt.prompt_id)}.png\n" for prompt in prompts[:2])
        + (f"  … {len(prompts):,} images\n" if len(prompts) > 2 else "")
        for dimension, prompts in _by_dimension(protocol)
    )
    total = sum(count for _, count in counts)
    return f"""<ol class="steps">
<li><h3>Get the prompts</h3>
<p>{" and ".join(f"{count:,} for {escape(dimension)}" for dimension, count in counts)}, under the protocol
<code>{escape(protocol.name)}</code>.</p>
<p>{_download("CSV", f"{protocol.name}-prompts.csv", "text/csv", prompts_csv(protocol))}
{_download("JSON", f"{protocol.name}.json", "application/json", protocol.to_json())}</p></li>
<li><h3>Make one image for each</h3>
<p>{total:,} images: PNG, JPEG or WebP, at most {megabytes(settings.max_image_bytes)} and
{settings.max_image_pixels / 1e6:g} megapixels each.</p>
<p>Take the first image the T2I model makes of each prompt, not the best of several.</p></li>
<li><h3>Pack them as one zip</h3>
<pre>{tree}</pre></li>
</ol>"""


def prompts_csv(protocol: Protocol) -> str:
    """The prompts as CSV: dimension, prompt_id, the file's place in the zip (without extension), prompt."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["dimension", "prompt_id", "file", "prompt"])
    for prompt in protocol.prompts:
        writer.writerow(
            [prompt.dimension.value, prompt.prompt_id, f"{prompt.dimension}/{prompt.prompt_id}", prompt.text]
        )
    return buffer.getvalue()


def report_html(report: Report) -> str:
    """The outcome of a check that found the upload sound."""
    counts = "".join(f"<li>{has:,} of {of:,} {escape(item)}</li>" for item, (has, of) in report.counts().items())
    sizes = {(image.width, image.height) for image in report.images}
    size = "all of {} x {} pixels".format(*next(iter(sizes))) if len(sizes) == 1 else f"of {len(sizes):,} sizes"
    return f"""<div class="card good" role="status"><h3>The images are in order</h3>
<p>{len(report.images):,} images, {size}, every one decoded in full.
Nothing is stored yet: press Submit to queue them.</p>
<ul>{counts}</ul></div>"""


def problems_html(problems: Sequence[Problem]) -> str:
    """Every reason for a refusal, grouped by what has to be mended."""
    groups = [(title, [problem for problem in problems if problem.code in codes]) for title, codes in _GROUPS]
    known = frozenset().union(*(codes for _, codes in _GROUPS))
    groups.append((_OTHER_GROUP, [problem for problem in problems if problem.code not in known]))
    body = "".join(_group(title, found) for title, found in groups if found)
    count = "One problem" if len(problems) == 1 else f"{len(problems):,} problems"
    return f"""<div class="card bad" role="alert"><h3>{count} to mend</h3>
<p>Nothing was stored. Mend {"it" if len(problems) == 1 else "them"} and try again.</p>{body}</div>"""


def not_found_html(problems: Sequence[Problem]) -> str:
    """Why a submission cannot be shown."""
    return f"""<div class="card bad" role="alert"><h3>Not found</h3>
<p>{" ".join(f"{_place(problem.where)} {escape(problem.message)}" for problem in problems)}</p></div>"""


def status_html(status: Status, board: str | None) -> str:
    """A submission's progress; `board` is the board that shows its result, None until then."""
    name = escape(status.t2i_model)
    return f"""<div class="card {_tone(status.state)}" role="status">
<h3>{name}<span class="stage">{escape(status.stage)}</span></h3>
{_steps(status)}{_body(status, board)}
<p class="small">Submission <code>{escape(status.submission)}</code>. Keep this page's address to come back to it:
evaluation goes on when you leave.</p></div>"""


def _by_dimension(protocol: Protocol) -> list[tuple[Dimension, tuple[Prompt, ...]]]:
    return [(dimension, protocol.prompts_of(dimension)) for dimension in Dimension]


def _download(label: str, file_name: str, media_type: str, content: str) -> str:
    """A link that carries its file with it, so that no temporary file has to be kept or served."""
    data = base64.b64encode(content.encode()).decode()
    href = f"data:{media_type};base64,{data}"
    return f'<a class="download" download="{escape(file_name)}" href="{href}">Download {label}</a>'


def _group(title: str, problems: Sequence[Problem]) -> str:
    """One kind of problems; those with the same words share one line."""
    places: dict[str, list[str]] = {}
    for problem in problems:
        places.setdefault(problem.message, []).append(_place(problem.where))
    items = "".join(f"<li>{_places(found)} {escape(message)}</li>" for message, found in places.items())
    return f"<h4>{title}</h4><ul>{items}</ul>"


def _places(places: Sequence[str]) -> str:
    first, rest = ", ".join(places[:SHOWN_AT_ONCE]), places[SHOWN_AT_ONCE:]
    if not rest:
        return first
    return f"{first} <details><summary>and {len(rest):,} more</summary>{', '.join(rest)}</details>"


def _place(where: str) -> str:
    return f"<b>{escape(where.capitalize())}</b>" if where in _FORM_FIELDS else f"<code>{escape(where)}</code>"


def _tone(state: SubmissionState) -> str:
    if state is SubmissionState.PUBLISHED:
        return "good"
    return "bad" if state in (SubmissionState.FAILED, SubmissionState.REJECTED) else "going"


def _steps(status: Status) -> str:
    at = next((index for index, (_, states) in enumerate(_STEPS) if status.state in states), None)
    if at is None:
        return ""
    published = status.state is SubmissionState.PUBLISHED
    classes = ["past" if index < at or published else "now" if index == at else "" for index in range(len(_STEPS))]
    items = "".join(f'<li class="{name}">{label}</li>' for name, (label, _) in zip(classes, _STEPS, strict=True))
    return f'<ol class="path">{items}</ol>'


def _body(status: Status, board: str | None) -> str:
    if status.state is SubmissionState.PUBLISHED:
        link = f' <a href="/?board={quote(board)}">See it on the leaderboard</a>' if board else ""
        return f"<p>All {status.total:,} images are scored and the result is published.{link}</p>"
    if status.state in (SubmissionState.FAILED, SubmissionState.REJECTED):
        return f"<p>{escape(status.reason or '')}</p><p>Its name is free again: you may submit it anew.</p>"
    if status.state is SubmissionState.WITHDRAWN:
        return "<p>It was withdrawn and is not on the leaderboard.</p>"
    if status.position is not None:
        ahead = status.position - 1
        place = "It is next." if ahead == 0 else f"{ahead:,} before it." if ahead > 1 else "One submission before it."
        return f"<p>{place}{_resumed(status)}</p>"
    left = f", about {duration(status.seconds_left)} left" if status.seconds_left is not None else ""
    share = 100 * status.done / status.total if status.total else 0
    return f"""<div class="bar" role="progressbar" aria-label="Images evaluated" aria-valuemin="0"
aria-valuemax="{status.total}" aria-valuenow="{status.done}"><span style="width:{share:.1f}%"></span></div>
<p>{status.done:,} of {status.total:,} images{left}</p>"""


def _resumed(status: Status) -> str:
    return f" {status.done:,} of {status.total:,} images are evaluated already." if status.done else ""
