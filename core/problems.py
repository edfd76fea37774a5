"""Bad input, reported whole: every problem at once, each with its place and its cure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    `code` is stable and for programs, `where` names the file, field or row,
    `message` says in the user's words what is wrong and what to do.
    """

    code: str
    where: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The problem as the JSON object the command lines print."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class BadInput(ValueError):
    """An input was refused; `problems` holds every reason found, never only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        if not problems:
            raise ValueError("BadInput needs at least one problem")
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def one(cls, code: str, where: str, message: str) -> "BadInput":
        """A refusal with a single reason."""
        return cls([Problem(code, where, message)])


class OutOfMemory(RuntimeError):
    """Not even one image fits into the device's memory."""
