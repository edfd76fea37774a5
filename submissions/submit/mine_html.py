"""The list of a visitor's own submissions, as HTML."""

from collections.abc import Sequence
from html import escape

from core.language import _
from leaderboard.store.submissions import FINAL_STATES
from leaderboard.store.tables import Submission, SubmissionState
from submissions.evaluation.status import describe_state

_MARKS = {SubmissionState.PUBLISHED: "good", SubmissionState.FAILED: "bad", SubmissionState.REJECTED: "bad"}


def mine_html(submissions: Sequence[Submission]) -> str:
    """Draw a table, in the order given; each name leads to its progress on this page."""
    if not submissions:
        none = _("Nothing yet. What you submit or follow here is listed, and remembered in this browser only.")
        return f'<p class="small">{escape(none)}</p>'
    heads = "".join(
        f'<th scope="col"{kind}>{escape(text)}</th>'
        for text, kind in (
            (_("T2I model"), ""),
            (_("Stage"), ""),
            (_("Images"), ' class="number"'),
            (_("Submitted (UTC)"), ' class="number"'),
        )
    )
    rows = "".join(
        f'<tr><th scope="row"><a href="submit?submission={item.id}">{escape(item.t2i_model.name)}</a></th>'
        f'<td><span class="mark {_MARKS.get(item.state, "" if item.state in FINAL_STATES else "going")}">'
        f"{escape(describe_state(item.state))}</span></td>"
        f'<td class="number">{item.done:,} / {item.total:,}</td>'
        f'<td class="number"><time datetime="{item.created_at.isoformat()}">'
        f"{item.created_at:%Y-%m-%d %H:%M}</time></td></tr>"
        for item in submissions
    )
    caption = escape(_("Your submissions"))
    return f"""<div class="wide"><table class="mine" aria-label="{caption}"><thead><tr>{heads}</tr></thead>
<tbody>{rows}</tbody></table></div>"""
