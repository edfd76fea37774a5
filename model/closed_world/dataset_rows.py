"""One labelled image of a data set, and its lines in the data set's files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from model.closed_world.annotators import median_labels, simulate_labels
from model.closed_world.protocol import closed_world_protocol
from model.closed_world.simulation import PlannedGeneration
from model.protocol.schema import Question

ANNOTATION_COLUMNS = ("image", "dimension", "prompt_id", "t2i_model", "skill", "question", "annotator", "label")
TRUTH_COLUMNS = ("image", "dimension", "prompt_id", "t2i_model", "skill", "question", "truth")


@dataclass(frozen=True, slots=True)
class LabelledGeneration:
    """One image with its questions, each simulated annotator's labels by skill, and the labels agreed on."""

    t2i_model: str
    planned: PlannedGeneration
    questions: tuple[Question, ...]
    labels: Mapping[str, Mapping[str, int]]
    agreed: Mapping[str, int]

    @property
    def image(self) -> str:
        """The image's path below the data set's folder."""
        prompt = self.planned.prompt
        return f"images/{self.t2i_model}/{prompt.dimension}-{prompt.prompt_id}.png"


def label_generation(t2i_model: str, planned: PlannedGeneration) -> LabelledGeneration:
    """Label a generation by the simulated annotators, in answer to the closed world's questions."""
    labels = simulate_labels(t2i_model, planned.prompt, planned.truth)
    questions = closed_world_protocol().questions_for(planned.prompt)
    return LabelledGeneration(t2i_model, planned, questions, labels, median_labels(labels))


def conversation_records(entry: LabelledGeneration) -> Iterator[dict[str, Any]]:
    """Yield LLaVA conversations, one per question; the answer is the label agreed on."""
    for question in entry.questions:
        yield {
            "id": f"{entry.t2i_model}/{entry.planned.prompt.prompt_id}/{question.skill}",
            "image": entry.image,
            "t2i_model": entry.t2i_model,
            "skill": question.skill,
            "conversations": [
                {"from": "human", "value": f"<image>\n{question.text}"},
                {"from": "gpt", "value": str(entry.agreed[question.skill])},
            ],
        }


def annotation_rows(entry: LabelledGeneration) -> Iterator[tuple[str | int, ...]]:
    """Yield rows of ANNOTATION_COLUMNS, one per question and annotator."""
    for question in entry.questions:
        for annotator, labels in entry.labels.items():
            yield (*_place(entry, question), annotator, labels[question.skill])


def truth_rows(entry: LabelledGeneration) -> Iterator[tuple[str | int, ...]]:
    """Yield rows of TRUTH_COLUMNS, one per question."""
    for question in entry.questions:
        yield (*_place(entry, question), entry.planned.truth[question.skill])


def _place(entry: LabelledGeneration, question: Question) -> tuple[str, ...]:
    prompt = entry.planned.prompt
    return entry.image, prompt.dimension.value, prompt.prompt_id, entry.t2i_model, question.skill, question.text
