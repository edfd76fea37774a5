"""What can be taken along from the page of a T2I model, as HTML: files, a badge, citations, model-card metadata."""

from html import escape

from core.language import _
from leaderboard.site.links import badge_link, export_link, t2i_model_link
from leaderboard.t2i_model.model_card import (
    DATASET_TO_NAME,
    EVALALIGN_BIBTEX,
    eval_results,
    model_index,
    result_bibtex,
)
from leaderboard.t2i_model.record import T2IModelRecord

_FORMS = {"csv": "CSV", "json": "JSON", "parquet": "Parquet"}

_MARKDOWN = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]<>()#!|&"})


def downloads_html(record: T2IModelRecord) -> str:
    """Write links to the scores and, where there are any, the answers as files."""
    tables = {"scores": _("Scores, with intervals and the field's median")}
    if record.judged_here:
        tables["answers"] = _("Answers to every question, with the probabilities of all options")
    rows = "".join(
        f"<li>{escape(title)}: "
        + " ".join(
            f'<a download href="{escape(export_link(record.board.name, record.name, table, form))}" '
            f'aria-label="{escape(f"{title}: {label}")}">{label}</a>'
            for form, label in _FORMS.items()
        )
        + "</li>"
        for table, title in tables.items()
    )
    why = "" if record.judged_here else f'<p class="faint">{escape(_("There are no single answers to download."))}</p>'
    return f'<ul class="downloads">{rows}</ul>{why}'


def badge_html(record: T2IModelRecord, site: str) -> str:
    """Write the badge, and what to paste to embed it.

    Args:
        record: Whose.
        site: The absolute address of this site, without a slash at its end.
    """
    image = badge_link(record.board.name, record.name)
    shown = f"{site}/{image}"
    page = f"{site}/{t2i_model_link(record.board.name, record.name)}"
    alt = f"{record.name}: EvalAlign"
    markdown = f"[![{alt.translate(_MARKDOWN)}]({_for_markdown(shown)})]({_for_markdown(page)})"
    markup = f'<a href="{escape(page)}"><img src="{escape(shown)}" alt="{escape(alt)}"></a>'
    return (
        f'<p class="badge-shown" tabindex="0"><img src="{escape(image)}" alt="{escape(alt)}" height="20"></p>'
        f"{_copied('badge-markdown', 'Markdown', markdown)}{_copied('badge-html', 'HTML', markup)}"
    )


def citation_html(record: T2IModelRecord, site: str) -> str:
    """Write BibTeX of EvalAlign and of this result; `site` as in `badge_html`."""
    result = result_bibtex(record, f"{site}/{t2i_model_link(record.board.name, record.name)}")
    return (
        f"{_copied('bibtex-result', _('This result'), result)}"
        f"{_copied('bibtex-evalalign', _('The method, EvalAlign'), EVALALIGN_BIBTEX)}"
    )


def model_card_html(record: T2IModelRecord, site: str, benchmark: str | None) -> str:
    """Write the metadata for a model card on the Hugging Face Hub, in both of its forms.

    Args:
        record: Whose.
        site: As in `badge_html`.
        benchmark: The Hub dataset that is registered as this board's benchmark, if there is one.
    """
    page = f"{site}/{t2i_model_link(record.board.name, record.name)}"
    hint = (
        _("The Hub shows it beside the benchmark {name}.", name=benchmark)
        if benchmark
        else _(
            "Put the Hub dataset that is registered as the benchmark in place of {name}: the Hub shows results of "
            "registered benchmarks only, and this site names none.",
            name=DATASET_TO_NAME,
        )
    )
    return (
        f"{_copied('model-index', _('model-index, for the header of README.md'), model_index(record, page))}"
        f"{_copied('eval-results', '.eval_results/evalalign.yaml', eval_results(record, page, benchmark))}"
        f'<p class="faint">{escape(hint)}</p>'
    )


def _copied(name: str, title: str, text: str) -> str:
    """Write a text to copy, with its button; the script is `t2i_model.js`."""
    label = escape(_("Copy"))
    return (
        f'<figure class="copied" id="{name}"><figcaption>{escape(title)} '
        f'<button type="button" class="copy" aria-label="{escape(_("Copy: {what}", what=title))}" '
        f'data-done="{escape(_("Copied"))}" data-failed="{escape(_("Selected: press Ctrl+C"))}">{label}</button>'
        f'</figcaption><pre tabindex="0">{escape(text)}</pre></figure>'
    )


def _for_markdown(address: str) -> str:
    """Quote an address so that no bracket or space ends it early."""
    return address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
