"""Results of experiments, as data that is written as JSON, read again, and shown."""

from collections.abc import Iterable
from typing import Any

from model.exam.tau import TauInterval
from model.protocol.schema import FrozenModel
from model.protocol.skills import Dimension


class SkillFigures(FrozenModel):
    """One skill: `n` questions; `accuracy`, `commonest` and kappa (quadratic weights) against the labels.

    `commonest` is the share of the commonest label; `truth_accuracy` is None
    where the truth is unknown. Tau-b compares the T2I models' mean answers.
    """

    skill: str
    n: int
    accuracy: float
    commonest: float
    weighted_kappa: float
    truth_accuracy: float | None
    tau_b: TauInterval


class DimensionFigures(FrozenModel):
    """How well the T2I models are ordered in one dimension."""

    dimension: Dimension
    tau_b: TauInterval


def _tau_b_of(dimensions: Iterable[DimensionFigures], dimension: Dimension) -> TauInterval:
    return next((figures.tau_b for figures in dimensions if figures.dimension is dimension), TauInterval())


class ModelScores(FrozenModel):
    """A T2I model's dimension score by the labels and by the evaluator: points per counted answer, or per image."""

    t2i_model: str
    dimension: Dimension
    labels: float | None
    evaluator: float | None


class Figures(FrozenModel):
    """All figures of one evaluator on one split; means are over skills, calibration errors over all answers."""

    t2i_models: tuple[str, ...]
    images: int
    questions: int
    mean_accuracy: float
    mean_truth_accuracy: float | None
    calibration_error: float
    truth_calibration_error: float | None
    dimensions: tuple[DimensionFigures, ...]
    skills: tuple[SkillFigures, ...]
    scores: tuple[ModelScores, ...]

    def tau_b(self, dimension: Dimension) -> TauInterval:
        """Return the tau-b of a dimension; not defined where nothing was asked about it."""
        return _tau_b_of(self.dimensions, dimension)


class CellResult(FrozenModel):
    """One cell of an experiment: an evaluator, its training, and the figures of its answers.

    `key` holds everything that decides the figures. `parameters` counts the base's weights, `trained_on` the images of
    its training (None: none at all). Seconds are as they were on the machine of `environment`.
    """

    name: str
    label: str
    key: dict[str, Any]
    base: str
    parameters: int
    trained_on: int | None
    figures: Figures
    training_seconds: float | None
    scoring_seconds: float
    environment: dict[str, Any]


class SkillAgreement(FrozenModel):
    """Mean pairwise Cohen's kappa of the annotators on one skill; None where it is not defined."""

    skill: str
    n: int
    kappa: float | None


class PairAgreement(FrozenModel):
    """Cohen's kappa of two annotators on the `n` questions that both have labelled."""

    annotators: tuple[str, str]
    n: int
    kappa: float | None


class HalvesAgreement(FrozenModel):
    """Tau-b between the orders of T2I models by two halves of the labels, mean over random splits of the prompts."""

    group: str
    dimension: Dimension
    t2i_models: int
    images: int
    tau_b: float | None
    low: float | None
    high: float | None


class AnnotatorFigures(FrozenModel):
    """How well annotators agree: `kappa` is the mean over `pairs`, all questions pooled."""

    kappa: float | None
    pairs: tuple[PairAgreement, ...]
    skills: tuple[SkillAgreement, ...]
    halves: tuple[HalvesAgreement, ...]


class MetricFigures(FrozenModel):
    """How well one metric orders the T2I models; `digest` names a baseline's files, None for the evaluator."""

    name: str
    title: str
    digest: str | None
    dimensions: tuple[DimensionFigures, ...]

    def tau_b(self, dimension: Dimension) -> TauInterval:
        """Return the tau-b of a dimension; not defined where no image is of it."""
        return _tau_b_of(self.dimensions, dimension)


class MetricDifference(FrozenModel):
    """The evaluator's tau-b less a baseline's, with its interval, and the paired permutation test's p-value."""

    metric: str
    dimension: Dimension
    difference: TauInterval
    p_value: float | None


class BaselineComparison(FrozenModel):
    """The evaluator, first, beside baselines, on the same images of the same T2I models."""

    t2i_models: int
    images: int
    metrics: tuple[MetricFigures, ...]
    differences: tuple[MetricDifference, ...]


class Result(FrozenModel):
    """The outcome of one experiment; `closed_world`: images and labels are simulated.

    One prompt in `every` was scored. `recipe` holds the settings that all trainings share.
    """

    experiment: str
    closed_world: bool
    dataset: str
    dataset_digest: str
    protocol: str
    protocol_digest: str
    every: int
    recipe: dict[str, Any]
    cells: tuple[CellResult, ...] = ()
    annotators: AnnotatorFigures | None = None
    metrics: BaselineComparison | None = None

    def to_json(self) -> str:
        """Write the result as `result.json` holds it."""
        return self.model_dump_json(indent=1) + "\n"
