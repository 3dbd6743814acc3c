"""What goes wrong, as exceptions."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

INTERRUPTED = 130


class Place(NamedTuple):
    """A place in a text; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class PactumError(Exception):
    """Something that pactum could not do.

    Its text is what the program `pactum` prints: what is wrong, where, and what would mend it.
    """

    exit_code: int
    """The exit code of the program in such a case."""
    findings: list[dict[str, Any]]
    """Everything that was found wrong, each with its code, message, places and help; may be empty."""

    def __init__(self, text: str, exit_code: int = 1, findings: list[dict[str, Any]] | None = None) -> None:
        super().__init__(text)
        self.exit_code = exit_code
        self.findings = findings or []

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.exit_code, self.findings)

    def _first(self) -> dict[str, Any]:
        errors = [finding for finding in self.findings if finding["severity"] == "error"]
        return next(iter(errors), {})

    @property
    def code(self) -> str | None:
        """The code of the first mistake, such as "E313"; `pactum explain-error` says more about it."""
        return self._first().get("code")

    @property
    def place(self) -> Place | None:
        """Where the first mistake stands."""
        first = self._first()
        if first.get("file") is None:
            return None
        return Place(first["file"], first["line"], first["column"])

    @property
    def hint(self) -> str | None:
        """What would mend the first mistake, and what was probably meant."""
        first = self._first()
        remarks = [label["text"] for label in first.get("labels", [])[:1]]
        return "\n".join(text for text in [*remarks, *first.get("help", [])] if text) or None


class ScenarioError(PactumError):
    """The scenario is wrong, or one of its numbers makes no sense in some draw."""


class UsageError(PactumError, ValueError):
    """An argument is wrong, or names something that does not exist."""


class OutputError(PactumError):
    """Results cannot be written, or are there already."""


class PactumWarning(UserWarning):
    """Something to know about a scenario or its results, as the command prints it."""


class NotSolvedWarning(PactumWarning):
    """Some draw was not solved, or a target was not met; the results say which."""


def failure(exit_code: int, text: str, mistakes: str | None = None) -> BaseException:
    """The exception for a failure with this exit code; mistakes are JSON."""
    # What follows a wrong command line explains flags of a terminal.
    text = text.split("\n\nUsage:")[0].strip().removeprefix("error: ")
    if exit_code == INTERRUPTED:
        return KeyboardInterrupt(text)
    kind = {2: UsageError, 3: ScenarioError, 4: OutputError}.get(exit_code, PactumError)
    return kind(text, exit_code, json.loads(mistakes) if mistakes else None)
