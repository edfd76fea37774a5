"""Problems gathered while a data set is read: all of them counted, the first of each kind told."""

from collections import Counter

from core.problems import BadInput, Problem

TOLD = 20
"""How many problems of one kind are told one by one; a broken data set may have a hundred thousand."""


class Findings:
    """Collects problems; `refuse` raises them as one `BadInput`."""

    def __init__(self) -> None:
        self._told: list[Problem] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, where: str, message: str) -> None:
        """Count a problem, and keep it if it is among the first of its kind."""
        self._counts[code] += 1
        if self._counts[code] <= TOLD:
            self._told.append(Problem(code, where, message))

    def extend(self, refusal: BadInput) -> None:
        """Take over the problems of a refusal."""
        for problem in refusal.problems:
            self.add(problem.code, problem.where, problem.message)

    @property
    def counts(self) -> dict[str, int]:
        """How many problems were found, by code."""
        return dict(self._counts)

    def told(self) -> list[Problem]:
        """What is to be told: kind by kind, the first of each, then how many more there are of it."""
        problems: list[Problem] = []
        for code, count in self._counts.items():
            problems.extend(problem for problem in self._told if problem.code == code)
            if count > TOLD:
                problems.append(Problem(code, "", f"... and {count - TOLD:,} more of this kind ({count:,} in all)."))
        return problems

    def refuse(self) -> None:
        """Raise `BadInput` with what is to be told, if anything was found."""
        if self._counts:
            raise BadInput(self.told())
