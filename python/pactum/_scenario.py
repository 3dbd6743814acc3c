"""Scenarios, and what can be asked of them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any

from . import _pactum
from ._command import as_text, asked, attempt, command, key_of, watched
from ._command import settings as line_settings
from ._errors import ScenarioError, UsageError, failure
from ._folder import Folder
from ._results import Results, conducted
from ._settings import cases_file, points_of
from ._solution import Solution
from ._table import Table, table_of_json

MOST_SOLVED = 10**8
"""The most draws that `outcomes` solves, all rows of settings together: their results are kept in memory."""


def open(path: str | os.PathLike[str]) -> Scenario:
    """Reads a scenario file (or one that extends others).

    Raises `ScenarioError` with the place of the first mistake if it is wrong. The file has to stay as it is while the
    scenario is used.
    """
    return Scenario(Path(path).expanduser().absolute(), None)


def parse(text: str, name: str = "scenario") -> Scenario:
    """Reads a scenario from text; messages and results call it by the name.

    What it extends is looked for by its whole path.
    """
    if not re.fullmatch(r"\w[\w .+-]{0,99}", name):
        raise UsageError(f"{name!r} is no name of a scenario: letters, digits, blanks, points, +, - and _ make one", 2)
    folder = Folder()
    path = folder.path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return Scenario(path, folder)


def new(name: str, template: str | None = None) -> Scenario:
    """Writes `NAME.toml`, a commented scenario to start from, and opens it.

    `template` is deal (the default), bargaining, crisis or inspection. A file that exists is refused.
    """
    command("new", [name], {"template": template})
    return open(f"{name}.toml")


class Scenario:
    """A scenario that was read and found right so far, with keys set and variants chosen.

    Nothing changes it: `set` and `variant` give another one. Its methods are the commands of the program `pactum`, and
    their further keyword arguments are the flags of the command: `at_most=0.3` is `--at-most 0.3`, a trailing
    underscore keeps away from Python's own words (`with_`, `type_`), a list repeats its flag, `None` leaves it out.
    `pactum help COMMAND` in a shell lists them. Keys that vary are a dictionary: a tuple is a range (`(low, high)` or
    `(low, high, step)`), a list its values.
    """

    def __init__(self, path: Path, folder: Folder | None) -> None:
        """For `open` and `parse`: the scenario of a file, in this temporary folder if it came from text."""
        self._path = path
        self._folder = folder
        self._opened = _pactum.Scenario.open(path)
        self._text = path.read_bytes()
        self._native = self._opened
        self._settings: dict[str, str] = {}
        self._chosen: tuple[str, ...] = ()

    def _with(self, settings: dict[str, str], chosen: tuple[str, ...]) -> Scenario:
        """The same file with exactly these settings and variants."""
        changed = copy(self)
        native = self._opened.set(line_settings(settings)) if settings else self._opened
        changed._native = native.only(list(chosen)) if chosen else native
        changed._settings, changed._chosen = settings, chosen
        return changed

    def __reduce__(self) -> tuple[Any, ...]:
        """So that Dask and others can send it to their workers, which read the file themselves."""
        if self._folder is None:
            return _reopened, (self._path, None, self._settings, self._chosen)
        return _reopened, (self._path, self._text.decode(), self._settings, self._chosen)

    def __copy__(self) -> Scenario:
        twin = Scenario.__new__(Scenario)
        twin.__dict__.update(self.__dict__)
        return twin

    def __repr__(self) -> str:
        settings = "".join(f", {key}={value}" for key, value in self._settings.items())
        return f"<pactum.Scenario {self.title!r}: {', '.join(self.variants)}{settings}>"

    @property
    def title(self) -> str:
        """The title of the scenario."""
        return self._native.title

    @property
    def variants(self) -> list[str]:
        """The names of the chosen variants, in the order of the file; `base` where the file has none."""
        return self._native.variants

    @property
    def warnings(self) -> str:
        """Warnings about the file, as text; empty where there are none."""
        return self._native.warnings

    def set(self, settings: Mapping[str, Any] | None = None, /, **keys: Any) -> Scenario:
        """The same scenario with keys set, as by `--set KEY=VALUE`.

        `deal.set(credibility=0.9)`; a key with a point is in a dictionary, `deal.set({"challenger.restless": 0.4})`,
        or has two underscores in its place, `deal.set(challenger__restless=0.4)`. `keys()` lists them all.
        """
        named = {key_of(key): value for key, value in keys.items()}
        new = {key: as_text(value) for key, value in {**(settings or {}), **named}.items()}
        return self._with({**self._settings, **new}, self._chosen)

    def variant(self, *names: str) -> Scenario:
        """The same scenario with these variants only, in this order; without names, with all of the file."""
        return self._with(self._settings, names)

    def keys(self) -> Table:
        """Every key that can be set: its value, unit, distribution and source, in each chosen variant."""
        listed = self._command("check", {"parameters": True, "format": "json"})
        return table_of_json(listed.data, self._native.fields("settings"))

    def check(self, *, draws: int | None = None, seed: int | None = None, **flags: Any) -> dict[str, Any]:
        """Proves the scenario sound; says how large its game is, and everything that was noticed.

        Raises `ScenarioError` if a rule is broken in some reachable state, or a number makes no sense in some draw.
        """
        line = self._arguments()
        all_flags = {**self._flags(), "draws": draws, "seed": seed, **asked(flags)}
        checked = attempt("check", line, {**all_flags, "format": "json"})
        data = json.loads(checked.data) if checked.data else {}
        if not data.get("sound"):
            findings = data.get("diagnostics")
            said = attempt("check", line, all_flags)
            raise failure(said.code, said.error or said.remarks, json.dumps(findings) if findings else said.mistakes)
        return data

    def run(
        self,
        *,
        draws: int | None = None,
        games: int | None = None,
        seed: int | None = None,
        nominal: bool = False,
        until: float | None = None,
        threads: int | None = None,
        **flags: Any,
    ) -> Results:
        """Plays the scenario: exact and Monte Carlo distributions of outcomes, of payoffs, of what is believed.

        1,000 draws of 100 games and seed 0 by default; `games=0` gives exact results only, `nominal=True` one draw at
        the central values. The same arguments give the same numbers on any number of threads.
        """
        own = {"draws": draws, "games": games, "seed": seed, "nominal": nominal, "until": until, "threads": threads}
        return self._conduct("run", {**own, **asked(flags)})

    def compare(
        self,
        *others: Scenario,
        with_: Sequence[Mapping[str, Any]] | None = None,
        draws: int | None = None,
        seed: int | None = None,
        nominal: bool = False,
        **flags: Any,
    ) -> Results:
        """Sets variants side by side, or scenarios, or sets of settings (`with_=[{}, {"credibility": 0.9}]`).

        Each draw is paired with itself. `robust=True` repeats it with one modelling convention changed at a time.
        Scenarios of one file may differ in their variants or in what is set, those of several files in neither.
        """
        sides = Sides([self, *others])
        sample = {"draws": draws, "seed": seed, "nominal": nominal}
        return conducted("compare", sides.paths, {**sides.flags(with_), **sample, **asked(flags)})

    def sweep(self, vary: Mapping[str, Any], **flags: Any) -> Results:
        """The results as keys vary: every combination of values, or `design="lhs"` (`"sobol"`) with `points=`.

        `deal.sweep({"credibility": (0, 1, 0.1)}, draws=100, level=[0.4])`.
        """
        return self._conduct("sweep", {"vary": vary, **asked(flags)})

    def threshold(self, vary: Mapping[str, Any], **flags: Any) -> Results:
        """Where a probability reaches a level (`at=0.4`), variants are equal (`sign=True`), or two actions are.

        `deal.threshold({"credibility": (0, 1)}, outcome="war", at=0.3)`.
        """
        return self._conduct("threshold", {"vary": vary, **asked(flags)})

    def design(self, vary: Mapping[str, Any], **flags: Any) -> Results:
        """The best deal over combinations of levers: in expectation, in the worst case, by least regret."""
        return self._conduct("design", {"vary": vary, **asked(flags)})

    def sensitivity(self, *, method: str | None = None, keys: Sequence[str] | None = None, **flags: Any) -> Results:
        """Which uncertain parameters matter most: `method` is sobol (the default), morris, pawn, shapley or local."""
        return self._conduct("sensitivity", {"method": method, "keys": keys, **asked(flags)})

    def value(self, **flags: Any) -> Results:
        """What finding out is worth, for a choice among variants.

        They are judged by `payoff="north"`, or by `outcome="war"`, `minimise=True`.
        """
        return self._conduct("value", asked(flags))

    def discover(self, *, draws: int | None = None, seed: int | None = None, **flags: Any) -> Results:
        """In which worlds something happens: boxes and a small tree over exact results of so many draws."""
        return self.run(draws=draws, games=0, seed=seed).discover(**flags)

    def estimate(self, cases: Any, **flags: Any) -> Results:
        """Estimates keys from recorded cases: the path of a CSV file, a data frame, columns or records."""
        with cases_file(cases) as path:
            return self._conduct("estimate", {"cases": path, **asked(flags)})

    def backtest(self, cases: Any, **flags: Any) -> Results:
        """Predicts recorded cases from others of them, beside the base rate and a logit."""
        with cases_file(cases) as path:
            return self._conduct("backtest", {"cases": path, **asked(flags)})

    def solve(self, **flags: Any) -> Solution:
        """How the actors play in one draw (`draw=3`) or at the nominal point: strategies, payoffs, regret, beliefs.

        `at="stage"`, `actor=`, `type_=`, `period=`, `when="clause == in_force"` choose among information sets.
        """
        asked_for = {"beliefs": True, **asked(flags), "format": "json"}
        return Solution(json.loads(self._command("solve", asked_for).data), self._native.fields)

    def explain(self, **flags: Any) -> list[dict[str, Any]]:
        """Why an actor acts as it does: what each action is worth, term by term, what follows, what is believed.

        The keyword arguments of `solve` say where; `flips=True` looks for the smallest change of a number that turns
        the choice. Each explanation has `sentences` for people.
        """
        return json.loads(self._command("explain", {**asked(flags), "format": "json"}).data)

    def trace(self, *, draw: int = 0, game: int = 0, **flags: Any) -> str:
        """One game, told step by step."""
        return self._command("trace", {"draw": draw, "game": game, **asked(flags)}).data

    def outcomes(self, settings: Any, *, draws: int | None = None, seed: int = 0) -> Table:
        """Exact results at each row of a table of settings: a function of draws, for optimisers and samplers to call.

        `settings` is a data frame, a dictionary of columns or a list of dictionaries; its columns are keys. A row of
        the result belongs to a row of the settings, for each chosen variant one after the other; columns are the keys,
        the probability of each outcome and the expected payoff of each actor, all at the nominal point, or over so many
        draws. No games are played.
        """
        keys, points = points_of(settings)
        sample = _whole("draws", 1 if draws is None else draws, 1, MOST_SOLVED // max(len(points), 1))
        seed = _whole("seed", seed, 0, 2**64 - 1)
        with watched() as progress:
            return Table(self._native.outcomes(keys, points, None if draws is None else sample, seed, progress))

    def _arguments(self) -> list[str]:
        """The scenario as commands are given it; refused where its file is not what it was."""
        try:
            same = self._path.read_bytes() == self._text
        except OSError:
            same = False
        if not same:
            raise ScenarioError(f"{self._path} has changed since it was opened; open it again", 3)
        return [str(self._path)]

    def _flags(self) -> dict[str, Any]:
        return {"set": self._settings, "variant": self._chosen}

    def _command(self, name: str, flags: Mapping[str, Any]) -> _pactum.Reply:
        return command(name, self._arguments(), {**self._flags(), **flags})

    def _conduct(self, name: str, flags: Mapping[str, Any]) -> Results:
        return conducted(name, self._arguments(), {**self._flags(), **flags})


class Sides:
    """Scenarios that are compared, as the command takes them: files, variants of all of them, settings."""

    def __init__(self, scenarios: list[Scenario]) -> None:
        if not all(isinstance(scenario, Scenario) for scenario in scenarios):
            raise UsageError("scenarios are compared with scenarios; `open` makes one of a file", 2)
        self._scenarios = scenarios
        self.paths = list(dict.fromkeys(path for scenario in scenarios for path in scenario._arguments()))

    def flags(self, with_: Sequence[Mapping[str, Any]] | None) -> dict[str, Any]:
        """The flags by which the command compares these and no others."""
        first = self._scenarios[0]
        variants = list(dict.fromkeys(name for scenario in self._scenarios for name in scenario._chosen))
        same_settings = all(scenario._settings == first._settings for scenario in self._scenarios)
        same_variants = all(scenario._chosen == first._chosen for scenario in self._scenarios)
        if same_settings and (same_variants or (len(self.paths) == 1 and all(s._chosen for s in self._scenarios))):
            return {"set": first._settings, "variant": variants, "with": with_}
        if same_variants and len(self.paths) == 1 and not with_:
            return {"variant": variants, "with": [scenario._settings for scenario in self._scenarios]}
        raise UsageError(
            "scenarios of one file differ in their variants or in what is set, and those of several files in neither;"
            ' with_=[{}, {"credibility": 0.9}] compares settings in every variant',
            2,
        )


def _whole(name: str, value: Any, least: int, most: int) -> int:
    """A whole number from one to another, as an argument of this name."""
    text = as_text(value)
    if not text.removeprefix("-").isdecimal() or not least <= int(text) <= most:
        raise UsageError(f"{name}={value!r} is no whole number from {least} to {most}", 2)
    return int(text)


def _reopened(path: Path, text: str | None, settings: dict[str, str], chosen: tuple[str, ...]) -> Scenario:
    """A scenario as it was before it was sent to another process."""
    opened = open(path) if text is None else parse(text, path.stem)
    return opened._with(settings, chosen)
