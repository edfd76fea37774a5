"""Gather the problems of a data set while it is read: all are counted, the first of each kind is kept."""

from collections import Counter

from core.problems import BadInput, Problem

SHOWN = 20
"""How many problems of one kind are listed one by one; a broken data set may have a hundred thousand."""


class ProblemList:
    """Problems by code; `raise_if_any` raises them as one `BadInput`."""

    def __init__(self) -> None:
        self._shown: list[Problem] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, where: str, message: str) -> None:
        """Count a problem, and keep it if it is among the first of its kind."""
        self._counts[code] += 1
        if self._counts[code] <= SHOWN:
            self._shown.append(Problem(code, where, message))

    def extend(self, refusal: BadInput) -> None:
        """Add every problem of a refusal."""
        for problem in refusal.problems:
            self.add(problem.code, problem.where, problem.message)

    @property
    def counts(self) -> dict[str, int]:
        """The number of problems by code."""
        return dict(self._counts)

    def summarise(self) -> list[Problem]:
        """Return the problems grouped by kind: the first of each, then how many more there are."""
        problems: list[Problem] = []
        for code, count in self._counts.items():
            problems.extend(problem for problem in self._shown if problem.code == code)
            if count > SHOWN:
                problems.append(Problem(code, "", f"... and {count - SHOWN:,} more of this kind ({count:,} in all)."))
        return problems

    def raise_if_any(self) -> None:
        """Raise `BadInput` with the summary, if there is any problem."""
        if self._counts:
            raise BadInput(self.summarise())
