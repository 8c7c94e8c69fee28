"""What is wrong with a survey definition, gathered rather than raised one by one."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """Where in the file, what is wrong there, and what to do."""

    path: str
    reason: str
    hint: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason} ({self.hint})"


class DefinitionError(ValueError):
    """A definition that can't be used; `problems` holds everything that was found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class Refused(ValueError):
    """A single value that a property can't take."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def meant(written: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known name that was probably meant, in whatever case; `cutoff`: how alike, up to 1."""
    lowered = {name.lower(): name for name in known}
    close = difflib.get_close_matches(written.lower()[:100], lowered, n=1, cutoff=cutoff)
    return lowered[close[0]] if close else None


def did_you_mean(written: str, known: Iterable[str], otherwise: str, cutoff: float = 0.6) -> str:
    """A hint that names what was probably meant, or else says something else."""
    name = meant(written, known, cutoff)
    return f"did you mean {name}?" if name else otherwise


@dataclass
class Findings:
    """Problems and warnings met while a definition is read."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether there is room for no more: then nothing more need be looked for."""
        return len(self.problems) >= MOST_PROBLEMS

    def has_refused(self, path: str) -> bool:
        """Whether something at this place, or inside it, has been refused: then what follows from
        its absence is no news."""
        return any(
            one.path == path or one.path.startswith((f"{path}.", f"{path}["))
            for one in self.problems
        )

    def refuse(self, path: str, reason: str, hint: str) -> None:
        if not self.is_full:
            self.problems.append(Problem(path or "survey", reason, hint))

    def warn(self, path: str, reason: str, hint: str) -> None:
        if len(self.warnings) < MOST_PROBLEMS:
            self.warnings.append(Problem(path or "survey", reason, hint))
