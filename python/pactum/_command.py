"""Commands of the program `pactum`, carried out within Python."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

from ._errors import NotSolvedWarning, PactumWarning, UsageError, failure
from ._pactum import Reply, call, execute

NOT_SOLVED = 5


def main() -> NoReturn:
    """The program `pactum`."""
    sys.exit(execute(["pactum", *sys.argv[1:]]))


ELSEWHERE = {
    "set": "Scenario.set sets keys",
    "variant": "Scenario.variant chooses variants",
    "out": "Results.save writes a folder",
    "force": "Results.save has replace",
    "fresh": "nothing is kept of a call that was stopped",
    "format": "results are tables",
    "shard": "shards are for the command",
    "quiet": "nothing is printed; the variable TQDM_DISABLE=1 turns progress bars off",
    "verbose": "nothing is printed",
    "color": "nothing is printed",
    "help": "`pactum help COMMAND` in a shell lists the flags",
    "name": "results are called like their scenario",
}
"""Flags of the command that are no keyword arguments, and what there is in their place."""


def asked(flags: Mapping[str, Any]) -> Mapping[str, Any]:
    """The keyword arguments of a caller, of which none may be a flag that Python does not need."""
    for name in flags:
        if (word := name.rstrip("_")) in ELSEWHERE:
            raise UsageError(f"{name} is no argument here: {ELSEWHERE[word]}", 2)
    return flags


def command(name: str, arguments: Sequence[str], flags: Mapping[str, Any]) -> Reply:
    """Carries out a command; raises what made it fail. Exit code 5 is a warning: the results are there."""
    reply = attempt(name, arguments, flags)
    remarks = reply.remarks.strip()
    if reply.code == NOT_SOLVED:
        _warn(remarks or "not everything was solved; the results say which draws are not", NotSolvedWarning)
    elif reply.code != 0:
        raise failure(reply.code, reply.error or remarks, reply.mistakes)
    elif any(line.startswith("warning") for line in remarks.splitlines()):
        _warn(remarks, PactumWarning)
    return reply


def _warn(text: str, kind: type[PactumWarning]) -> None:
    """Warns at the line outside this package that asked."""
    frame, level = sys._getframe(), 1
    while frame.f_back is not None and frame.f_globals.get("__package__") == __package__:
        frame, level = frame.f_back, level + 1
    warnings.warn(text, kind, stacklevel=level)


def attempt(name: str, arguments: Sequence[str], flags: Mapping[str, Any]) -> Reply:
    """Carries out a command; the reply says how it ended."""
    with watched() as progress:
        return call(["pactum", name, *as_flags(flags), "--", *arguments], progress)


def as_flags(flags: Mapping[str, Any]) -> list[str]:
    """Keyword arguments as flags: `at_most=0.3` is `--at-most=0.3`, `with_` is `--with`, a list repeats its flag."""
    return [part for name, value in flags.items() for part in _flag(name.rstrip("_").replace("_", "-"), value)]


def _flag(name: str, value: Any) -> list[str]:
    if value is None or value is False:
        return []
    if value is True:
        return [f"--{name}"]
    if isinstance(value, Mapping):
        return [f"--{name}={setting}" for setting in settings(value)]
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [f"--{name}={as_text(value)}"]
    return [part for item in value for part in _item(name, item)]


def _item(name: str, item: Any) -> list[str]:
    """One of several values of a flag; several settings that belong together are a mapping."""
    if isinstance(item, Mapping):
        return [f"--{name}={' '.join(settings(item))}"]
    return [f"--{name}={as_text(item)}"]


def settings(values: Mapping[str, Any]) -> list[str]:
    """Each as `KEY=VALUE`; a tuple is a range, `low:high` or `low:high:step`, a list its values."""
    return [f"{key_of(key)}={_values(value)}" for key, value in values.items()]


def key_of(name: str) -> str:
    """A key from the name of a Python argument or of a column: two underscores stand for a point."""
    return str(name).replace("__", ".")


def _values(value: Any) -> str:
    if isinstance(value, tuple):
        return ":".join(map(as_text, value))
    if isinstance(value, str) or not isinstance(value, Iterable):
        return as_text(value)
    return ",".join(map(as_text, value))


def as_text(value: Any) -> str:
    """A value as a scenario or a flag has it; every float comes back as the same, and a whole one may count things."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "item"):  # a number of numpy
        return as_text(value.item())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Decimal | Path):
        return str(value)
    raise UsageError(f"{value!r} is neither a number nor a text nor a truth value", 2)


@contextmanager
def watched() -> Iterator[Callable[[int, int], object] | None]:
    """Takes how far work has come to a progress bar of tqdm, where that is installed and somebody looks."""
    seen = "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())
    if not seen or find_spec("tqdm") is None:
        yield None
        return
    bar: Any = None

    def show(done: int, of: int) -> None:
        nonlocal bar
        if bar is None:
            bar = _bar(of)
        bar.total = of
        bar.update(done - bar.n)

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()


def _bar(of: int) -> Any:
    """A bar of so many draws, which is seen after two seconds."""
    # Without widgets that of notebooks only warns.
    if find_spec("ipywidgets") is None:
        from tqdm import tqdm
    else:
        from tqdm.auto import tqdm
    return tqdm(total=of, unit="draw", leave=False, delay=2, mininterval=0.5)
