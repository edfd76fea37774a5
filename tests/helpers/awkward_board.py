"""Boards on which it matters which submissions are visible, and which one of a T2I model's represents it.

Submissions of two protocols under three evaluators: several of one T2I model, hidden ones, withdrawn ones, evaluated
again and waiting to be, reported by the original code. Every T2I model has reference scores, labels and a baseline's
scores where it has images.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from leaderboard.board.baseline_file import ScoresFile
from leaderboard.board.baselines import load_scores
from leaderboard.exchange.reported import import_results
from leaderboard.store.annotations import AnnotationRow, record_annotations
from leaderboard.store.database import Database
from leaderboard.store.results import delete_answers, record_reference_scores
from leaderboard.store.tables import Generation, Submission, T2IModel
from model.protocol.protocol import Protocol
from model.protocol.skills import Dimension
from submissions.admin.moderation import hide, rerun
from submissions.evaluation.queue import withdraw_submission
from tests.conftest import tiny_protocol_data
from tests.helpers.filled import add_evaluator, add_submission, evaluator_digest, grade, publish
from tests.helpers.original_results import tiny_files

FIRST, SECOND, OTHER = evaluator_digest(1), evaluator_digest(2), evaluator_digest(3)
"""Evaluators: two under the tiny protocol, one under another."""

SOURCE = "people"


@dataclass
class Awkward:
    """What the database holds.

    `submissions`: ids by a name of ours. `representatives`: by evaluator, the submission that represents each T2I
    model. `visible`: the ids of all that visitors may see. `reported`: of those that the original code scored.
    """

    submissions: dict[str, str] = field(default_factory=dict)
    representatives: dict[str, dict[str, str]] = field(default_factory=dict)
    visible: set[str] = field(default_factory=set)
    reported: set[str] = field(default_factory=set)

    def judged_here(self, evaluator: str) -> dict[str, str]:
        """The representatives whose images an evaluator answered questions about."""
        representatives = self.representatives[evaluator]
        return {name: submission for name, submission in representatives.items() if submission not in self.reported}


def fill(database: Database, folder: Path) -> Awkward:
    """Fill an empty database; `folder` is for files that are read on the way."""
    board = Awkward()
    tiny, other = Protocol.parse(tiny_protocol_data()), Protocol.parse(tiny_protocol_data() | {"name": "other-v1"})
    for protocol, number in ((tiny, 1), (tiny, 2), (other, 3)):
        add_evaluator(database, protocol, number)

    def submit(key: str, name: str, points: int, day: int, protocol: Protocol = tiny, evaluator: str = FIRST) -> str:
        submission, _ = add_submission(database, protocol, name, organisation="A lab", open_weights=True)
        board.submissions[key] = submission
        give_images(database, submission)
        publish(database, protocol, submission, evaluator, grade(points), at=moment(day))
        return submission

    def evaluate_again(submission: str, points: int, day: int, evaluator: str) -> None:
        rerun(database, submission, "an admin", "a better evaluator")
        with database.write() as session:
            delete_answers(session, submission, evaluator)
            session.get_one(Submission, submission).fresh = False
        publish(database, tiny, submission, evaluator, grade(points), at=moment(day))

    submit("twice, old", "Twice", 1, 1)
    submit("twice, new", "Twice", 3, 3)
    submit("hidden later, old", "Hidden later", 2, 1)
    hide(database, submit("hidden later, new", "Hidden later", 4, 8), "an admin", "not their own images")
    hide(database, submit("hidden", "Hidden", 4, 2), "an admin", "not their own images")
    submit("withdrawn later, old", "Withdrawn later", 1, 1)
    withdraw_submission(database, submit("withdrawn later, new", "Withdrawn later", 4, 9), "Ada")
    withdraw_submission(database, submit("withdrawn", "Withdrawn", 4, 2), "Ada")
    evaluate_again(submit("again, old", "Evaluated again", 0, 1), 3, 6, FIRST)
    submit("again, new", "Evaluated again", 2, 2)
    rerun(database, submit("waiting", "Waiting again", 4, 2), "an admin", "a better evaluator")
    evaluate_again(submit("two, old", "通义 2", 2, 1), 1, 7, SECOND)
    submit("two, new", "通义 2", 4, 8)
    submit("reported later, computed", "Reported later", 2, 1)
    submit("other", "Twice", 0, 9, other, OTHER)
    for key, name, evaluator in (
        ("reported later, reported", "Reported later", FIRST),
        ("reported", "Reported", FIRST),
        ("reported, old weights", "Reported", None),
    ):
        results = import_results(database, tiny_files(folder), name, tiny, evaluator=evaluator)
        board.submissions[key] = results.submission
        board.reported.add(results.submission)
        if evaluator is None:
            board.representatives[results.evaluator_digest] = {name: results.submission}
    label(database, tiny, board)

    ids = board.submissions
    invisible = {"hidden later, new", "hidden", "withdrawn later, new", "withdrawn", "waiting"}
    board.visible = {submission for key, submission in ids.items() if key not in invisible}
    board.representatives |= {
        FIRST: {
            "Twice": ids["twice, new"],
            "Hidden later": ids["hidden later, old"],
            "Withdrawn later": ids["withdrawn later, old"],
            "Evaluated again": ids["again, old"],
            "通义 2": ids["two, new"],
            "Reported later": ids["reported later, computed"],
            "Reported": ids["reported"],
        },
        SECOND: {"通义 2": ids["two, old"]},
        OTHER: {"Twice": ids["other"]},
    }
    return board


def moment(day: int) -> datetime:
    """A time in January 2026."""
    return datetime(2026, 1, day, 12, tzinfo=UTC)


def give_images(database: Database, submission: str) -> None:
    """Give each generation of a submission an image of its own."""
    with database.write() as session:
        for generation in session.get_one(Submission, submission).generations:
            place = f"{submission} {generation.dimension} {generation.prompt_id}"
            generation.image_digest = sha256(place.encode()).hexdigest()


def label(database: Database, protocol: Protocol, board: Awkward) -> None:
    """Reference scores for every T2I model; labels and a baseline's score for every image under the protocol."""
    images = []
    with database.write() as session:
        for number, t2i_model in enumerate(session.query(T2IModel).order_by(T2IModel.id)):
            record_reference_scores(
                session,
                protocol_digest=protocol.digest,
                t2i_model_id=t2i_model.id,
                scores={"faithfulness": 0.25 * number, "alignment": 4 - 0.25 * number},
                source=SOURCE,
            )
        rows = session.query(Submission).filter_by(protocol_digest=protocol.digest, reported=False)
        for number, submission in enumerate(rows.order_by(Submission.id)):
            record_annotations(session, submission.id, label_rows(protocol, submission.generations, number), SOURCE)
            images += [
                {
                    "t2i_model": submission.t2i_model.name,
                    "dimension": generation.dimension,
                    "prompt_id": generation.prompt_id,
                    "image": generation.image_digest,
                    "score": number + 0.5 * (generation.dimension == "alignment"),
                }
                for generation in submission.generations
            ]
    baseline = {key: f"the {key}" for key in ("title", "formula", "wording", "source", "checkpoint", "licence")}
    baseline |= {"digest": "d" * 64, "name": "clip-score", "low": 0.0, "high": None, "closed_world": False}
    reference = {"name": protocol.name, "digest": protocol.digest}
    load_scores(
        database, ScoresFile.model_validate({"baseline": baseline, "protocol": reference, "images": tuple(images)})
    )


def label_rows(protocol: Protocol, generations: list[Generation], number: int) -> list[AnnotationRow]:
    """One annotator's label to every question about a submission's images: the option of this number, or after."""
    return [
        AnnotationRow(dimension, prompt_id, question.skill, "Bo", question.options[number % len(question.options)])
        for dimension, prompt_id in ((generation.dimension, generation.prompt_id) for generation in generations)
        for question in protocol.questions_for(protocol.prompt_by_id[Dimension(dimension), prompt_id])
    ]
