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
        """Return the problem as the JSON object that command lines print."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class BadInput(ValueError):
    """Raised for input that is refused; `problems` holds every reason, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        if not problems:
            raise ValueError("BadInput needs at least one problem")
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def one(cls, code: str, where: str, message: str) -> "BadInput":
        """Make a refusal with a single reason."""
        return cls([Problem(code, where, message)])


class OutOfMemory(RuntimeError):
    """Raised when not even one image fits into the memory of the device."""
