"""A board's figures as HTML: the ranking table, the agreement table, and what is said around them.

Plain text in, HTML out; everything that users or files provided is escaped.
The styles and the sorting script are `pages/board.css` and `pages/board.js`.
"""

from base64 import b64encode
from html import escape
from typing import Any

import pandas as pd

from leaderboard import published
from leaderboard.agreement import BoardAgreement
from leaderboard.baseline_html import NO_COLUMNS, BaselineColumns
from leaderboard.boards import Board, BoardKind
from leaderboard.ranking import ranking_csv, ranking_rows
from leaderboard.statistics.agreement import Agreement
from model.skills import SKILLS, Dimension, Skill, skills_of

STATISTIC_LABELS: dict[str, tuple[str, str]] = {
    "kendall_tau_b": (
        "Kendall's tau-b",
        "Pairs ordered alike minus pairs ordered against, ties corrected for; -1 to 1.",
    ),
    "kendall_tau_c": ("Kendall's tau-c", "As tau-b, corrected for the number of distinct scores instead."),
    "spearman_rho": ("Spearman's rho", "Correlation of the two orders; -1 to 1."),
    "pearson_r": ("Pearson's r", "Correlation of the scores themselves; -1 to 1."),
    "pairwise_accuracy": ("Pairwise accuracy", "Share of pairs of T2I models that both order alike; 0 to 1."),
    "tie_calibrated_accuracy": (
        "Pairwise accuracy, ties calibrated",
        "The same where small differences of the evaluator count as ties; 0 to 1.",
    ),
    "soft_pairwise_accuracy": (
        "Soft pairwise accuracy",
        "How alike both are sure of which T2I model of a pair is better; 0 to 1.",
    ),
}

_UNITS = {
    Dimension.FAITHFULNESS: "points per answer, 0 to 4",
    Dimension.ALIGNMENT: "points per image",
}


def board_html(board: Board) -> str:
    """What a visitor must know of a board's figures before reading them, and what made them."""
    badges = [_badge("Published figures", "paper")] if board.kind is BoardKind.PUBLISHED else []
    if board.reported:
        badges.append(_badge("Reported by the original code", "paper"))
    if board.closed_world:
        badges.append(_badge("Closed world: rendered scenes", "world"))
    source = (
        f'Source: <a href="{published.SOURCE_URL}" target="_blank" rel="noopener">{escape(board.source)}</a>.'
        if board.kind is BoardKind.PUBLISHED
        else _provenance(board)
    )
    return (
        f'<div class="about"><h2>{escape(board.title)} {" ".join(badges)}</h2>'
        f"<p>{escape(board.explanation)}</p><p class='source'>{source}</p></div>"
    )


def ranking_html(board: Board, shown: pd.DataFrame, total: int, baselines: BaselineColumns = NO_COLUMNS) -> str:
    """The ranking as a table, or a helpful sentence where there is nothing to show.

    Args:
        board: The board.
        shown: The rows of its ranking that passed the visitor's filters.
        total: How many rows it has without filters.
        baselines: What other metrics give its T2I models.
    """
    if total == 0:
        return (
            '<div class="empty"><h3>Nobody is on this board yet</h3><p>Be the first: submit the images of a '
            "text-to-image model on the submit page. It appears here as soon as it is evaluated.</p></div>"
        )
    if shown.empty:
        return (
            f'<div class="empty"><h3>No T2I model matches</h3><p>All {total} are hidden by the search or the filters '
            "above; clear them to see the whole board.</p></div>"
        )
    rows = ranking_rows(shown)
    groups = {
        dimension: [skill for skill in skills_of(dimension) if any(skill.key in row["skills"] for row in rows)]
        for dimension in Dimension
    }
    best = _best(rows)
    references = {
        dimension: _reference_column(board, dimension)
        for dimension in Dimension
        if any(row["reference"][dimension] is not None for row in rows)
    }
    body = "".join(_row(row, groups, references, best, baselines) for row in rows)
    noun = "T2I model" if total == 1 else "T2I models"
    count = f"{len(rows)} of {total} {noun}" if len(rows) < total else f"{total} {noun}"
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Ranking"><table class="ranking">'
        f"<caption>{count}; the best first. Choose a column's name to sort by it.</caption>"
        f"{_head(groups, references, baselines)}<tbody>{body}</tbody></table></div>"
    )


def below_html(board: Board, ranking: pd.DataFrame) -> str:
    """What stands below the table: the meaning of every column, and the download."""
    return f'<div class="below">{_definitions(board)}{_download(board, ranking)}</div>'


def _definitions(board: Board) -> str:
    rows = "".join(
        f"<dt>{escape(_long_name(skill))}</dt><dd>{escape(skill.meaning)} {_range(skill)}</dd>" for skill in SKILLS
    )
    return (
        '<details class="meaning"><summary>What the columns mean</summary><dl>'
        "<dt>Rank</dt><dd>By the overall score; equal scores share one. A range as 1-3 is the rank's 95% interval: "
        "those T2I models cannot be told apart with these prompts. Rest the pointer on a dimension's score to see the "
        "rank by that score alone.</dd>"
        "<dt>Overall</dt><dd>Mean of the two dimensions, each as a share of its possible points, in percent. "
        "It is this leaderboard's own figure; the EvalAlign paper has none.</dd>"
        "<dt>Faithfulness</dt><dd>Points by counted answers, 0 to 4. "
        "A part that is not in the picture is not counted.</dd>"
        "<dt>Alignment</dt><dd>Points by images; each question about a prompt earns up to 2.</dd>"
        f"{rows}<dt>Intervals</dt><dd>{_interval_words(board)}</dd></dl></details>"
    )


def _download(board: Board, ranking: pd.DataFrame) -> str:
    """A link that downloads the whole ranking, unfiltered, as CSV; it needs no file on the server."""
    if ranking.empty:
        return ""
    data = b64encode(ranking_csv(ranking).encode()).decode()
    name = escape(board.name.replace("@", "-"), quote=True)
    address = f"data:text/csv;charset=utf-8;base64,{data}"
    return f'<a class="download" download="{name}.csv" href="{address}">Download as CSV</a>'


def agreement_html(board: Board, dimension: str, found: list[BoardAgreement]) -> str:
    """One dimension's agreement: a sentence, the statistics with their intervals, its skills, and the notes.

    Args:
        board: The board.
        dimension: Which of its dimensions.
        found: What `leaderboard.agreement.board_agreement` gives.
    """
    by_key = {item.key: item for item in found}
    if dimension not in by_key:
        return (
            '<div class="empty"><h3>No reference scores</h3><p>Agreement compares the evaluator\'s scores with '
            "people's, or with simulated annotators'. None are known for the T2I models on this board.</p></div>"
        )
    rows = "".join(_agreement_row(*STATISTIC_LABELS[row.statistic], row) for row in by_key[dimension].rows)
    skills = [skill for skill in SKILLS if skill.dimension == dimension and skill.key in by_key]
    notes = "".join(f"<li>{escape(note)}</li>" for note in _notes(board))
    return (
        f'<div class="agreement"><p class="lead">{_lead(board, by_key[dimension])}</p>'
        f"{_statistics('Statistic', rows)}{_per_skill(skills, by_key)}"
        + (f'<ul class="notes">{notes}</ul>' if notes else "")
        + "</div>"
    )


def caption_html(sentence: str) -> str:
    """The words under a chart."""
    return f'<p class="caption">{escape(sentence)}</p>'


def people(board: Board) -> str:
    """Who gave a board's reference scores, as its sentences and axes call them."""
    return "simulated annotators" if board.simulated_reference else "people"


def _badge(text: str, kind: str) -> str:
    return f'<span class="badge {kind}">{escape(text)}</span>'


def _provenance(board: Board) -> str:
    if board.evaluator_digest is None or board.protocol_digest is None:
        return "No evaluator has judged anything on this board yet."
    updated = f", updated {board.updated:%Y-%m-%d %H:%M} UTC" if board.updated else ""
    return (
        f"Protocol {escape(board.protocol_name or '')} "
        f'<code title="{escape(board.protocol_digest)}">{escape(board.protocol_digest[:12])}</code>, '
        f"evaluator {escape(board.evaluator_name or '')} "
        f'<code title="{escape(board.evaluator_digest)}">{escape(board.evaluator_digest[:12])}</code>{updated}.'
    )


def _head(
    groups: dict[Dimension, list[Skill]], references: dict[Dimension, tuple[str, str]], baselines: BaselineColumns
) -> str:
    top = '<th colspan="3"></th>' + "".join(
        f'<th colspan="{len(skills) + 1 + (dimension in references)}" scope="colgroup" class="group">'
        f"{dimension.value.capitalize()} <small>{_UNITS[dimension]}</small></th>"
        for dimension, skills in groups.items()
    )
    columns = [
        _column("#", "Rank: equal scores share one", "rank"),
        _column("T2I model", "The text-to-image model under test", "name"),
        _column("Overall", "Percent of the possible points, mean of both dimensions", "number"),
    ]
    for dimension, skills in groups.items():
        columns.append(_column("Score", f"{dimension.value.capitalize()}, {_UNITS[dimension]}", "number first"))
        if dimension in references:
            columns.append(_column(*references[dimension], "number reference"))
        columns += [_column(skill.label, f"{skill.meaning} {_range(skill)}", "number") for skill in skills]
    return f"<thead><tr>{top}{baselines.group()}</tr><tr>{''.join(columns)}{baselines.heads()}</tr></thead>"


def _column(label: str, meaning: str, kind: str) -> str:
    return (
        f'<th scope="col" class="{kind}" title="{escape(meaning)}">'
        f'<button type="button" class="sort">{escape(label)}</button></th>'
    )


def _reference_column(board: Board, dimension: Dimension) -> tuple[str, str]:
    """Name and meaning of the column of reference scores."""
    name = "Simulated people" if board.simulated_reference else "People"
    return name, f"{dimension.value.capitalize()} by {people(board)}, {_UNITS[dimension]}"


def _row(
    row: dict[str, Any],
    groups: dict[Dimension, list[Skill]],
    references: dict[Dimension, tuple[str, str]],
    best: dict[str, float],
    baselines: BaselineColumns,
) -> str:
    cells = [
        _rank(row),
        f'<th scope="row" class="name" title="{escape(_facts(row))}">{_name(row)}</th>',
        _overall(row, best),
    ]
    for dimension, skills in groups.items():
        place = row[f"{dimension}_rank"]
        cells.append(_number(row[dimension], row["intervals"][dimension], dimension, best, "first", rank=place))
        if dimension in references:
            cells.append(_number(row["reference"][dimension], [None, None], "", best, "reference"))
        for skill in skills:
            score = row["skills"].get(skill.key, {"score": None, "low": None, "high": None})
            cells.append(_number(score["score"], [score["low"], score["high"]], skill.key, best, "", score.get("n")))
    return f"<tr>{''.join(cells)}{baselines.cells(row['t2i_model'])}</tr>"


def _rank(row: dict[str, Any]) -> str:
    """The interval of the rank where there is one, as in 1-3; its own rank to the pointer and to sorting."""
    rank, (low, high) = row["rank"], row["rank_interval"]
    if rank is None:
        return '<td class="rank">–</td>'
    if low is None:
        return f'<td class="rank" data-value="{rank}" title="{escape(row["rank_note"] or "")}">{rank}</td>'
    shown = f"{low}" if low == high else f"{low}-{high}"
    title = f"rank {rank} by the score as it is; 95% interval {low} to {high}"
    return f'<td class="rank" data-value="{rank}" title="{title}">{shown}</td>'


def _name(row: dict[str, Any]) -> str:
    name = escape(row["t2i_model"])
    link = row["link"] or ""
    if link.startswith(("https://", "http://")):
        name = f'<a href="{escape(link)}" target="_blank" rel="noopener nofollow ugc">{name}</a>'
    if row["simulated"]:
        name += ' <span class="badge world">simulated</span>'
    if row["reported"]:
        name += ' <span class="badge paper" title="By the original code; not computed here, no images">reported</span>'
    if row["organisation"]:
        name += f'<span class="organisation">{escape(row["organisation"])}</span>'
    return name


def _facts(row: dict[str, Any]) -> str:
    """What else is known of a T2I model, for the pointer that rests on its name."""
    weights = {True: "open weights", False: "closed weights"}.get(row["open_weights"], "")
    size = f"{row['parameters']:,} parameters" if row["parameters"] else ""
    date = f"published {row['date'][:10]}" if row["date"] else ""
    submission = f"submission {row['submission']}" if row["submission"] else ""
    return ", ".join(filter(None, [row["t2i_model"], weights, size, row["licence"] or "", date, submission]))


def _overall(row: dict[str, Any], best: dict[str, float]) -> str:
    value = row["overall"]
    if value is None:
        return '<td class="number">–</td>'
    low, high = row["intervals"]["overall"]
    interval = "" if low is None else f'<span class="interval">{low:.1f} to {high:.1f}</span>'
    strong = " best" if value == best.get("overall") else ""
    return (
        f'<td class="number overall{strong}" data-value="{value!r}"><span class="figure">{value:.2f}</span>'
        f'<span class="bar" style="--share:{value:.1f}%"></span>{interval}</td>'
    )


def _number(
    value: float | None,
    interval: list[float | None],
    key: str,
    best: dict[str, float],
    kind: str,
    n: int | None = None,
    rank: int | None = None,
) -> str:
    if value is None:
        return f'<td class="number {kind}" title="Not known">–</td>'
    low, high = interval
    facts = [
        "" if rank is None else f"rank {rank} on {key}",
        "" if low is None else f"95% interval {low:.2f} to {high:.2f}",
        "" if n is None else f"{n} answers",
    ]
    title = ", ".join(filter(None, facts))
    strong = " best" if value == best.get(key) else ""
    return f'<td class="number {kind}{strong}" data-value="{value!r}" title="{title}">{value:.2f}</td>'


def _best(rows: list[dict[str, Any]]) -> dict[str, float]:
    """The highest figure of every column, of what is shown; nothing where only one row is."""
    if len(rows) < 2:
        return {}
    values: dict[str, list[float]] = {}
    for row in rows:
        figures = {key: row[key] for key in ("overall", *Dimension)}
        figures |= {key: skill["score"] for key, skill in row["skills"].items()}
        for key, value in figures.items():
            if value is not None:
                values.setdefault(key, []).append(value)
    return {key: max(column) for key, column in values.items()}


def _long_name(skill: Skill) -> str:
    return f"{skill.dimension.value.capitalize()}: {skill.label.lower()}"


def _range(skill: Skill) -> str:
    absent = " Not counted where there is none in the picture." if skill.options[0] < 0 else ""
    return f"0 to {skill.best}.{absent}"


def _interval_words(board: Board) -> str:
    if board.kind is BoardKind.PUBLISHED:
        return "The published figures come without intervals: those of single images were not published."
    return (
        "95%: where the score would lie with other prompts of the same kind (bootstrap over prompts, the same draws "
        "for every T2I model). Ranks: every pair of T2I models is tested on its differences prompt by prompt, with "
        "Holm's correction for their number. Rest the pointer on a figure to see its interval and the number of "
        "answers."
    )


def _lead(board: Board, found: BoardAgreement) -> str:
    rows = {row.statistic: row for row in found.rows}
    tau, pairs = rows["kendall_tau_b"], rows["pairwise_accuracy"]
    if tau.value is None or pairs.value is None:
        return escape(tau.note or pairs.note or "")
    said = (
        f"On {found.key} the evaluator orders <b>{pairs.value:.0%}</b> of the pairs of T2I models "
        f"as {people(board)} do."
        f" Kendall's tau-b is <b>{tau.value:.4f}</b>"
    )
    if tau.low is not None:
        said += f"; with {tau.n} T2I models to go by, its 95% interval is {tau.low:.2f} to {tau.high:.2f}"
    return f"{said}."


def _per_skill(skills: list[Skill], by_key: dict[str, BoardAgreement]) -> str:
    if not skills:
        return ""
    rows = "".join(_agreement_row(skill.label, skill.meaning, by_key[skill.key].rows[0]) for skill in skills)
    return f"<details><summary>Kendall's tau-b skill by skill</summary>{_statistics('Skill', rows)}</details>"


def _statistics(first: str, rows: str) -> str:
    return (
        f'<table><thead><tr><th scope="col">{first}</th><th scope="col">Value</th>'
        '<th scope="col">95% interval</th><th scope="col"><i>p</i></th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _agreement_row(label: str, meaning: str, row: Agreement) -> str:
    if row.value is None:
        return f'<tr><th scope="row" title="{meaning}">{label}</th><td colspan="3">{escape(row.note or "")}</td></tr>'
    interval = f"{row.low:.2f} to {row.high:.2f}" if row.low is not None else f'<span title="{row.note}">–</span>'
    p_value = "–" if row.p_value is None else "&lt;0.001" if row.p_value < 0.001 else f"{row.p_value:.3f}"
    return (
        f'<tr><th scope="row" title="{meaning}">{label}</th>'
        f"<td>{row.value:.4f}</td><td>{interval}</td><td>{p_value}</td></tr>"
    )


def _notes(board: Board) -> tuple[str, ...]:
    if board.kind is BoardKind.PUBLISHED:
        return published.NOTES
    if board.simulated_reference:
        return ("The reference scores are simulated: the closed world knows the true answer to every question.",)
    return ()
