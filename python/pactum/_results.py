"""Results of a command: a folder of tables, kept for as long as somebody holds them, or saved."""

from __future__ import annotations

import html
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from . import _pactum
from ._command import asked, command
from ._errors import OutputError
from ._folder import Folder
from ._table import Table

RESULTS = Path("results")


def read(folder: str | os.PathLike[str]) -> Results:
    """Opens a folder of results that the program `pactum` or `Results.save` has written.

    The file `latest` beside the folders of a scenario's runs stands for the one that it names.
    """
    path = Path(folder).expanduser().absolute()
    if path.name == "latest" and path.is_file():
        path = Path(path.read_text(encoding="utf-8").strip())
    return Results(path)


class Results:
    """What a command found: tables by name, as attributes and items.

    `results.outcomes` and `results["outcomes"]` are the same `Table`. Printed, results are what the command prints.
    """

    def __init__(self, folder: Path, owner: Folder | None = None) -> None:
        self.folder = folder
        """Where the tables lie. Folders of results that were not saved are removed with their last reference."""
        self._owner = owner
        self._read: dict[str, Table] = {}
        # A folder that holds no results is refused at once.
        self._package: dict[str, Any] = self._json("datapackage.json")

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """How the results came about: scenario, arguments, solver, times."""
        return self._json("manifest.json")

    def _json(self, name: str) -> Any:
        try:
            return json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise OutputError(
                f"{self.folder} holds no results of pactum: it has no {name} that can be read", 4
            ) from None

    @property
    def title(self) -> str:
        """The title of the scenario."""
        return self._package["title"]

    @property
    def tables(self) -> list[str]:
        """The names of the tables."""
        return [resource["name"] for resource in self._package["resources"] if resource["path"].endswith(".csv")]

    def __getitem__(self, name: str) -> Table:
        if name not in self._read:
            if name not in self.tables:
                raise KeyError(f"there is no table {name}; there are {', '.join(self.tables)}")
            resources = self._package["resources"]
            resource = next(resource for resource in resources if resource["name"] == name)
            fields = [
                (field["name"], field["type"], field.get("description", ""), field.get("unit"))
                for field in resource["schema"]["fields"]
            ]
            self._read[name] = Table(_pactum.read_table(self.folder / resource["path"], fields))
        return self._read[name]

    def __getattr__(self, name: str) -> Table:
        if name.startswith("_") or name not in self.tables:
            raise AttributeError(f"these results have no {name!r}")
        return self[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    def save(self, folder: str | os.PathLike[str] | None = None, *, replace: bool = False) -> Path:
        """Writes the results to a folder, as the command does with `--out`; gives its path.

        Without `folder` it is the one that the command takes: `results/<scenario>/<id>`, or `<study>-<id>` there.
        A folder that is there already is refused, unless `replace` is true.
        """
        target = Path(folder).expanduser() if folder is not None else self._usual()
        if self.folder in target.absolute().parents:
            raise OutputError(f"{target} lies within the results that are saved; choose another folder", 4)
        if target.exists():
            if folder is None and _same(target, self.manifest["id"]):
                return target
            if not replace:
                raise OutputError(f"{target} exists already; save(..., replace=True) replaces it", 4)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Beside its place, so that nobody ever finds half of it.
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as beside:
            copy = Path(beside) / target.name
            shutil.copytree(self.folder, copy)
            if target.exists():
                read(target)  # what is no folder of results stays
                target.rename(Path(beside) / "old")
            copy.rename(target)
        if folder is None and self._study == "run":
            (target.parent / "latest").write_text(f"{target.absolute()}\n", encoding="utf-8")
        return target

    @property
    def _study(self) -> str:
        first = (self.folder / "study.toml").read_text(encoding="utf-8").splitlines()[0]
        return json.loads(first.split("=", 1)[1])

    def _usual(self) -> Path:
        name, own = self.manifest["scenario"]["name"], self.manifest["id"]
        return RESULTS / name / (own if self._study == "run" else f"{self._study}-{own}")

    def report(self, path: str | os.PathLike[str], *, replace: bool = False) -> Path:
        """Writes one HTML page about the results: charts, numbers, the scenario and how it was computed."""
        command("report", [str(self.folder)], {"out": str(path), "force": replace})
        return Path(path)

    def discover(self, **flags: Any) -> Results:
        """Says in which worlds something happens, as `pactum discover` does over the draws of a run.

        `outcome="war"`, `payoff="north"`, `above=0.3`, `below=0.1`, `worse_than="base"`, `density=0.8`, …
        """
        return conducted("discover", [str(self.folder)], asked(flags))

    def __reduce__(self) -> tuple[Any, ...]:
        """So that workers can send results back: with all their files."""
        return _unpacked, ({path.name: path.read_bytes() for path in self.folder.iterdir()},)

    def __str__(self) -> str:
        return (self.folder / "summary.txt").read_text(encoding="utf-8")

    def __repr__(self) -> str:
        return f"<pactum.Results of {self.title!r}: {', '.join(self.tables)}>"

    def _repr_html_(self) -> str:
        first = self[self.tables[0]]
        return f"<p><strong>{html.escape(self.title)}</strong></p>{self._bars()}{first._repr_html_()}"

    def _bars(self) -> str:
        """The probabilities of the outcomes as bars, in each variant."""
        if "outcomes" not in self.tables:
            return ""
        outcomes = self["outcomes"]
        rows = zip(outcomes["variant"], outcomes["outcome"], outcomes["probability"])
        return f"<table>{''.join(_bar(*row) for row in rows if row[2] is not None)}</table>"


def _bar(variant: str, outcome: str, probability: float) -> str:
    bar = f'<div style="width: {probability * 12:.3f}em; height: 0.8em; background: #4a7ab5"></div>'
    labels = f"<td>{html.escape(variant)}</td><td>{html.escape(outcome)}</td>"
    return f'<tr>{labels}<td style="width: 12em">{bar}</td><td>{probability:.3f}</td></tr>'


def _same(folder: Path, own: str) -> bool:
    """Whether a folder holds the results with this id."""
    try:
        return read(folder).manifest["id"] == own
    except (OSError, OutputError, ValueError):
        return False


def _unpacked(files: dict[str, bytes]) -> Results:
    """Results from the files of their folder."""
    owner = Folder()
    for name, content in files.items():
        (owner.path / name).write_bytes(content)
    return Results(owner.path, owner)


def conducted(name: str, arguments: Sequence[str], flags: Mapping[str, Any]) -> Results:
    """Carries out a command whose results are a folder."""
    owner = Folder()
    folder = owner.path / "results"
    command(name, arguments, {**flags, "out": str(folder)})
    return Results(folder, owner)
