"""The answer of an evaluator to one question."""

from dataclasses import dataclass

from model.protocol.skills import ABSENT


@dataclass(frozen=True, slots=True)
class Answer:
    """The chosen option of one skill question and the probability of every option (they sum to 1)."""

    skill: str
    choice: int
    probabilities: dict[int, float]

    @property
    def absent(self) -> float | None:
        """The probability that the part is not in the picture; None where that is no option."""
        return self.probabilities.get(ABSENT)

    @property
    def expected(self) -> float | None:
        """The expected score given that the part is there: sum over options >= 0 of p x option / (1 - p(-1)).

        None where the evaluator is certain that the part is absent.
        """
        present = {option: p for option, p in self.probabilities.items() if option != ABSENT}
        mass = sum(present.values())
        return sum(option * p for option, p in present.items()) / mass if mass > 0 else None
