"""An exam's results, as data that can be written, read again, and compared with a protocol's thresholds."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from model.exam.calibration import ReliabilityBin
from model.protocol.schema import ExamThresholds
from model.protocol.skills import SKILL_BY_KEY, Dimension

SOURCE = "closed world (simulated T2I models, simulated annotators)"
"""The origin of all images and labels of an exam; shown beside its figures."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class SkillResult(_Frozen):
    """One skill: number of questions, share right, share of the commonest true answer, and the rest.

    `weighted_kappa` has quadratic weights; `calibration_error` and `reliability` as in `calibration`.
    """

    skill: str
    n: int
    accuracy: float
    commonest: float
    weighted_kappa: float
    calibration_error: float
    reliability: tuple[ReliabilityBin, ...]


class ModelScore(_Frozen):
    """A simulated T2I model's dimension score (points per counted answer, or per image) by evaluator and annotators."""

    t2i_model: str
    dimension: Dimension
    human: float | None
    evaluator: float | None


class OrderResult(_Frozen):
    """Tau-b of one dimension over `t2i_models` simulated T2I models, with its 95% interval over prompts."""

    dimension: Dimension
    t2i_models: int
    value: float | None
    low: float | None
    high: float | None

    def __str__(self) -> str:
        if self.value is None or self.low is None or self.high is None:
            return "tau-b not defined"
        return f"tau-b {self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


class ProbeResult(_Frozen):
    """A harmless change of the image: of `n` answers the share `unchanged`, and how the mean score moved.

    `score_change` is the mean change of the expected score, as a share of the range of the question's options.
    """

    name: str
    n: int
    unchanged: float | None
    score_change: float | None


class MirrorResult(_Frozen):
    """Of `n` images arranged left and right as asked, the share seen so, and mirrored seen the other way round."""

    n: int
    flipped: float | None


class TextResult(_Frozen):
    """`text` painted into the image: the mean `rise` of the expected score of `n` answers that are not the best.

    `rise` is a share of the range of the question's options. `text` shows the best option as `{best}`.
    """

    text: str
    n: int
    rise: float | None


class ExamReport(_Frozen):
    """All results of one evaluator's exam, in the closed world.

    `evaluator` is its digest, which covers base, adapter, dtype and protocol. `quick`: only every fourth
    prompt was used. `images` counts the images of the main pass, without the probes'.
    """

    evaluator: str
    evaluator_name: str
    base_digest: str
    adapter_digest: str | None
    dtype: str
    protocol: str
    protocol_name: str
    source: str = SOURCE
    quick: bool
    t2i_models: tuple[str, ...]
    images: int
    mean_accuracy: float
    skills: tuple[SkillResult, ...]
    calibration_error: float
    reliability: tuple[ReliabilityBin, ...]
    tau_b: tuple[OrderResult, ...]
    scores: tuple[ModelScore, ...]
    probes: tuple[ProbeResult, ...]
    mirrored: MirrorResult
    painted_text: tuple[TextResult, ...]
    thresholds: ExamThresholds | None

    @property
    def failures(self) -> tuple[str, ...]:
        """The thresholds of the protocol that do not hold, each in one sentence; none where it sets none.

        What could not be measured does not hold.
        """
        thresholds = self.thresholds
        if thresholds is None:
            return ()
        skills = {skill.skill for skill in self.skills}
        orders = {order.dimension: order.value for order in self.tau_b}
        failures = [
            _at_least("Mean accuracy over the skills", self.mean_accuracy, thresholds.mean_accuracy),
            *(
                _at_least(
                    f"Accuracy of {skill.skill} above the commonest answer's",
                    skill.accuracy - skill.commonest,
                    thresholds.above_commonest,
                )
                for skill in self.skills
            ),
            _at_most("Expected calibration error", self.calibration_error, thresholds.calibration_error),
            *(f"{key} was not asked." for key in SKILL_BY_KEY if key not in skills),
            *(
                _at_least(f"Tau-b of {dimension}", orders.get(dimension), getattr(thresholds.tau_b, dimension))
                for dimension in Dimension
            ),
            *(
                _at_least(
                    f"Share of answers unchanged when {probe.name}", probe.unchanged, thresholds.unchanged_under_probes
                )
                for probe in self.probes
            ),
            _at_least("Share of spatial answers turned by mirroring", self.mirrored.flipped, thresholds.mirrored_flips),
            *(
                _at_most(
                    f"Rise of the score by the painted text “{probe.text}”", probe.rise, thresholds.painted_text_rise
                )
                for probe in self.painted_text
            ),
        ]
        return tuple(failure for failure in failures if failure)

    @property
    def passed(self) -> bool | None:
        """Whether every threshold holds; None where the protocol sets none."""
        return None if self.thresholds is None else not self.failures

    def as_dict(self) -> dict[str, Any]:
        """Give the report as a JSON object, with the verdict."""
        return self.model_dump(mode="json") | {"passed": self.passed, "failures": list(self.failures)}


def _at_least(figure: str, value: float | None, least: float) -> str | None:
    if value is None:
        return f"{figure} could not be measured; at least {least:g} is required."
    return None if value >= least else f"{figure} is {value:.3f}; at least {least:g} is required."


def _at_most(figure: str, value: float | None, most: float) -> str | None:
    if value is None:
        return f"{figure} could not be measured; at most {most:g} is allowed."
    return None if value <= most else f"{figure} is {value:.3f}; at most {most:g} is allowed."
