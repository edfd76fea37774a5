"""`exam.json` beside an evaluator's weights: its exam reports, each bound to one evaluator digest.

The digest covers base, adapter, dtype and protocol, so one folder may hold an
exam in float32 and one in bfloat16, and none of them counts for other weights.
"""

import json
import logging
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from core.files import write_file_atomically
from core.problems import BadInput
from model.evaluator.choice import EMBEDDED
from model.exam.report import ExamReport

FILE_NAME = "exam.json"

log = logging.getLogger(__name__)

_REPORTS = TypeAdapter(dict[str, ExamReport])


def exam_folder(evaluator: str, adapter: str | None) -> Path | None:
    """Find the folder of an evaluator's exams: its adapter's if it has one; None where that is no folder here.

    `evaluator` is `embedded`, a folder or a hub id, as in the settings.
    """
    folder = Path(adapter) if adapter else EMBEDDED if evaluator == "embedded" else Path(evaluator)
    return folder if folder.is_dir() else None


def read_exams(folder: Path) -> dict[str, ExamReport]:
    """Read the exams of a folder, by evaluator digest; none where there is no file.

    Raises `BadInput` where the file is not what `save_exam` writes.
    """
    path = folder / FILE_NAME
    try:
        return _REPORTS.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError) as error:
        raise BadInput.one(
            "exam_record",
            str(path),
            f"Cannot be used ({_reason(error)}); write it anew with `python -m model exam --save`.",
        ) from None


def exam_verdicts(evaluator: str, adapter: str | None) -> dict[str, bool]:
    """Read which evaluators passed, by digest, of those with an exam beside these weights; see `exam_folder`.

    Exams under protocols without thresholds have no verdict. A file that cannot be read counts as no exam, with a
    warning.
    """
    folder = exam_folder(evaluator, adapter)
    if folder is None:
        return {}
    try:
        exams = read_exams(folder)
    except BadInput as refusal:
        log.warning("the evaluator counts as not examined: %s", refusal)
        return {}
    return {digest: report.passed for digest, report in exams.items() if report.passed is not None}


def save_exam(folder: Path, report: ExamReport) -> None:
    """Add a report to those of the same weights under other protocols or in another dtype.

    An unreadable file, and exams of other weights, are replaced. Raises `BadInput` where nothing can be
    written, or the report is of a quick look only.
    """
    if report.quick:
        raise BadInput.one("quick_exam", str(folder), "A quick look cannot be saved; run the whole exam.")
    path = folder / FILE_NAME
    try:
        earlier = read_exams(folder)
    except BadInput:
        earlier = {}
    weights = (report.base_digest, report.adapter_digest)
    reports = {key: other for key, other in earlier.items() if (other.base_digest, other.adapter_digest) == weights}
    content = {key: kept.as_dict() for key, kept in sorted((reports | {report.evaluator: report}).items())}
    try:
        write_file_atomically(path, json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False))
    except BadInput as refusal:
        raise BadInput.one("exam_unwritable", str(path), refusal.problems[0].message) from None


def _reason(error: OSError | ValidationError) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return f"{error.error_count()} fields are missing or wrong"
