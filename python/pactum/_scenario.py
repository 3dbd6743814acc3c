"""Scenarios, and what can be asked of them."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import _pactum
from ._command import as_text, attempt, command, watched
from ._errors import UsageError, failure
from ._results import Results, conducted
from ._settings import key_of, points_of
from ._solution import Solution
from ._table import Table, of_json

MOST_SOLVED = 10**8
"""The most draws that `outcomes` solves, all rows of settings together: their results are kept in memory."""


def open(path: str | os.PathLike[str]) -> Scenario:
    """Reads a scenario file (or one that extends others).

    Raises `ScenarioError` with the place of the first mistake if it is wrong.
    """
    return Scenario._read(Path(path), {}, None)


def parse(text: str, name: str = "scenario") -> Scenario:
    """Reads a scenario from text; messages and results call it by the name."""
    owner = tempfile.TemporaryDirectory(prefix="pactum-")
    path = Path(owner.name) / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return Scenario._read(path, {}, owner)


def new(name: str, template: str | None = None) -> Scenario:
    """Writes `NAME.toml`, a commented scenario to start from, and opens it.

    `template` is deal (the default), bargaining, crisis or inspection. A file that exists is refused.
    """
    command("new", name, template=template)
    return open(f"{name}.toml")


class Scenario:
    """A scenario that was read and found right so far, with keys set and variants chosen.

    Nothing changes it: `set` and `variant` give another one. Its methods are the commands of the program `pactum`, and
    their further keyword arguments are the flags of the command: `at_most=0.3` is `--at-most 0.3`, a trailing
    underscore keeps away from Python's own words (`with_`, `type_`), a list repeats its flag, `None` leaves it out.
    Keys that vary are a dictionary: a tuple is a range (`(low, high)` or `(low, high, step)`), a list its values.
    """

    _native: _pactum.Scenario
    _path: Path
    _settings: dict[str, str]
    _chosen: tuple[str, ...]
    _owner: tempfile.TemporaryDirectory[str] | None

    @classmethod
    def _read(
        cls,
        path: Path,
        settings: dict[str, str],
        owner: tempfile.TemporaryDirectory[str] | None,
    ) -> Scenario:
        return cls._of(_pactum.Scenario.open(path), path, {}, (), owner)._with(settings)

    @classmethod
    def _of(cls, native: _pactum.Scenario, *rest: Any) -> Scenario:
        scenario = cls.__new__(cls)
        scenario._native = native
        scenario._path, scenario._settings, scenario._chosen, scenario._owner = rest
        return scenario

    def _with(self, settings: dict[str, str]) -> Scenario:
        native = self._native.set([f"{key}={value}" for key, value in settings.items()]) if settings else self._native
        return self._of(native, self._path, {**self._settings, **settings}, self._chosen, self._owner)

    def _only(self, chosen: tuple[str, ...]) -> Scenario:
        native = self._native.only(list(chosen)) if chosen else self._native
        return self._of(native, self._path, self._settings, chosen, self._owner)

    def __reduce__(self) -> tuple[Any, ...]:
        """So that Dask and others can send it to their workers, which read the file themselves."""
        if self._owner is None:
            return _reopened, (str(self._path.absolute()), None, self._settings, self._chosen)
        text = self._path.read_text(encoding="utf-8")
        return _reopened, (self._path.stem, text, self._settings, self._chosen)

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
        return self._with({key: as_text(value) for key, value in {**(settings or {}), **named}.items()})

    def variant(self, *names: str) -> Scenario:
        """The same scenario with these variants only, in this order; without names, with all of the file."""
        if not names:
            return Scenario._read(self._path, self._settings, self._owner)
        return self._only(names)

    def keys(self) -> Table:
        """Every key that can be set: its value, unit, distribution and source, in each chosen variant."""
        return of_json(self._command("check", parameters=True, format="json").data)

    def check(self, *, draws: int | None = None, seed: int | None = None, **flags: Any) -> dict[str, Any]:
        """Proves the scenario sound; says how large its game is, and everything that was noticed.

        Raises `ScenarioError` if a rule is broken in some reachable state, or a number makes no sense in some draw.
        """
        flags = {**self._flags(), "draws": draws, "seed": seed, **flags}
        checked = attempt("check", *self._arguments(), **flags, format="json")
        data = json.loads(checked.data) if checked.data else {}
        if not data.get("sound"):
            findings = data.get("diagnostics")
            said = attempt("check", *self._arguments(), **flags)
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
        return self._conduct(
            "run", draws=draws, games=games, seed=seed, nominal=nominal, until=until, threads=threads, **flags
        )

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
        """
        for other in others:
            if other._settings != self._settings:
                raise UsageError("scenarios that are compared have the same keys set; use with_ for others", 2)
        paths = [str(scenario._path) for scenario in (self, *others)]
        sample = {"draws": draws, "seed": seed, "nominal": nominal}
        return conducted("compare", *paths, **self._flags(), with_=with_, **sample, **flags)

    def sweep(self, vary: Mapping[str, Any], **flags: Any) -> Results:
        """The results as keys vary: every combination of values, or `design="lhs"` (`"sobol"`) with `points=`.

        `deal.sweep({"credibility": (0, 1, 0.1)}, draws=100, level=[0.4])`.
        """
        return self._conduct("sweep", vary=vary, **flags)

    def threshold(self, vary: Mapping[str, Any], **flags: Any) -> Results:
        """Where a probability reaches a level (`at=0.4`), variants are equal (`sign=True`), or two actions are.

        `deal.threshold({"credibility": (0, 1)}, outcome="war", at=0.3)`.
        """
        return self._conduct("threshold", vary=vary, **flags)

    def design(self, vary: Mapping[str, Any], **flags: Any) -> Results:
        """The best deal over combinations of levers: in expectation, in the worst case, by least regret."""
        return self._conduct("design", vary=vary, **flags)

    def sensitivity(self, *, method: str | None = None, keys: Sequence[str] | None = None, **flags: Any) -> Results:
        """Which uncertain parameters matter most: `method` is sobol (the default), morris, pawn, shapley or local."""
        return self._conduct("sensitivity", method=method, keys=keys, **flags)

    def value(self, **flags: Any) -> Results:
        """What finding out is worth, for a choice among variants.

        They are judged by `payoff="north"`, or by `outcome="war"`, `minimise=True`.
        """
        return self._conduct("value", **flags)

    def discover(self, *, draws: int | None = None, seed: int | None = None, **flags: Any) -> Results:
        """In which worlds something happens: boxes and a small tree over exact results of so many draws."""
        return self.run(draws=draws, games=0, seed=seed).discover(**flags)

    def estimate(self, cases: str | os.PathLike[str], **flags: Any) -> Results:
        """Estimates keys from a CSV file of recorded cases."""
        return self._conduct("estimate", cases=str(cases), **flags)

    def backtest(self, cases: str | os.PathLike[str], **flags: Any) -> Results:
        """Predicts recorded cases from others of them, beside the base rate and a logit."""
        return self._conduct("backtest", cases=str(cases), **flags)

    def solve(self, **flags: Any) -> Solution:
        """How the actors play in one draw (`draw=3`) or at the nominal point: strategies, payoffs, regret, beliefs.

        `at="stage"`, `actor=`, `type_=`, `period=`, `when="clause == in_force"` choose among information sets.
        """
        return Solution(json.loads(self._command("solve", beliefs=True, **flags, format="json").data))

    def explain(self, **flags: Any) -> list[dict[str, Any]]:
        """Why an actor acts as it does: what each action is worth, term by term, what follows, what is believed.

        The keyword arguments of `solve` say where; `flips=True` looks for the smallest change of a number that turns
        the choice. Each explanation has `sentences` for people.
        """
        return json.loads(self._command("explain", **flags, format="json").data)

    def trace(self, *, draw: int = 0, game: int = 0, **flags: Any) -> str:
        """One game, told step by step."""
        return self._command("trace", draw=draw, game=game, **flags).data

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

    def _arguments(self) -> tuple[str, ...]:
        return (str(self._path),)

    def _flags(self) -> dict[str, Any]:
        return {"set": self._settings, "variant": self._chosen}

    def _command(self, name: str, **flags: Any) -> _pactum.Reply:
        return command(name, *self._arguments(), **self._flags(), **flags)

    def _conduct(self, name: str, **flags: Any) -> Results:
        return conducted(name, *self._arguments(), **self._flags(), **flags)


def _whole(name: str, value: Any, least: int, most: int) -> int:
    """A whole number from one to another, as an argument of this name."""
    text = as_text(value)
    if not text.removeprefix("-").isdecimal() or not least <= int(text) <= most:
        raise UsageError(f"{name}={value!r} is no whole number from {least} to {most}", 2)
    return int(text)


def _reopened(path: str, text: str | None, settings: dict[str, str], chosen: tuple[str, ...]) -> Scenario:
    """A scenario as it was before it was sent to another process."""
    opened = open(path) if text is None else parse(text, path)
    return opened._with(settings)._only(chosen)
