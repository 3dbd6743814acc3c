"""Every number is that of the program, to the last bit, and every file to the byte."""

from __future__ import annotations

import csv
import json
import os
import struct
import warnings
from pathlib import Path

import pytest
from conftest import MAIN, ROOT, SMALL, program

import pactum

SCENARIOS = sorted(path.relative_to(ROOT) for path in (ROOT / "scenarios").glob("**/*.toml"))

# Every variant takes half an hour; without the variable the last of each scenario stands for all.
EVERY = "PACTUM_EVERY_VARIANT" in os.environ

# What a file has for these cells.
WORDS = {None: "", True: "true", False: "false"}

# Times and the machine: the one file that differs from run to run.
OWN = "manifest.json"


def same_files(folder: Path, other: Path) -> None:
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    for name in names:
        if name != OWN:
            assert (folder / name).read_bytes() == (other / name).read_bytes(), name


def bits(number: float) -> bytes:
    return struct.pack("<d", number)


def same_cells(results: pactum.Results, folder: Path) -> None:
    """The cells of the tables against the text of the files."""
    for name in results.tables:
        table = results[name]
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert table.columns == header
        assert len(table) == len(rows)
        for column, texts in zip(header, zip(*rows) if rows else [()] * len(header)):
            for cell, text in zip(table[column], texts):
                if isinstance(cell, float):
                    assert bits(cell) == bits(float(text)), (name, column)
                else:
                    assert text == (WORDS[cell] if cell is None or isinstance(cell, bool) else str(cell)), (
                        name,
                        column,
                    )


@pytest.mark.parametrize("path", SCENARIOS, ids=str)
def test_nominal_results_of_every_scenario(path: Path, tmp_path: Path) -> None:
    scenario = pactum.open(path)
    scenario = scenario.variant(*(scenario.variants if EVERY else scenario.variants[-1:]))
    chosen = [f"--variant={variant}" for variant in scenario.variants]
    program("run", path, *chosen, "--nominal", "--games", 0, "--out", tmp_path / "program")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pactum.NotSolvedWarning)
        results = scenario.run(nominal=True, games=0)
    same_files(results.save(tmp_path / "python"), tmp_path / "program")
    same_cells(results, tmp_path / "program")
    outcomes = {(row["variant"], row["outcome"]): row["probability"] for row in results.outcomes}
    for variant in scenario.variants:
        solved = json.loads(program("solve", path, "--variant", variant, "--beliefs", "--format", "json"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pactum.NotSolvedWarning)
            solution = scenario.variant(variant).solve()
        assert [solution[key] for key in solved] == list(solved.values())
        assert [dict(row) for row in solution.strategies] == solved["strategies"]
        if len(solution.strategies):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", pactum.NotSolvedWarning)
                explained = scenario.variant(variant).explain()
            assert explained == json.loads(program("explain", path, "--variant", variant, "--format", "json"))
        certain = [row for row in scenario.variant(variant).keys() if row["distribution"] is None]
        if certain:
            # A certain key at its own value changes nothing.
            at = scenario.variant(variant).outcomes({certain[0]["key"]: [certain[0]["value"]]})
            for (of, outcome), probability in outcomes.items():
                if of == variant:
                    assert bits(at[f"probability_{outcome}"][0]) == bits(probability), outcome


STUDIES = [
    (
        "run",
        {"draws": 12, "games": 7, "seed": 3, "games_csv": True},
        ["--draws=12", "--games=7", "--seed=3", "--games-csv"],
    ),
    ("sweep", {"vary": {"price": (20, 40, 10)}, "draws": 5}, ["--vary=price=20:40:10", "--draws=5"]),
    (
        "threshold",
        {"vary": {"credibility": (0, 1)}, "at": 0.3, "draws": 5},
        ["--vary=credibility=0:1", "--at=0.3", "--draws=5"],
    ),
    ("design", {"vary": {"credibility": [0, 1]}, "draws": 5}, ["--vary=credibility=0,1", "--draws=5"]),
    ("sensitivity", {"method": "morris", "points": 5}, ["--method=morris", "--points=5"]),
    ("value", {"payoff": "challenger", "draws": 24}, ["--payoff=challenger", "--draws=24"]),
]


@pytest.mark.parametrize(("name", "arguments", "flags"), STUDIES, ids=lambda of: of if isinstance(of, str) else "")
def test_studies(name: str, arguments: dict[str, object], flags: list[str], tmp_path: Path) -> None:
    path = ROOT / "src/cli/templates/deal.toml"
    program(name, path, *flags, "--out", tmp_path / "program")
    results = getattr(pactum.open(path), name)(**arguments)
    same_files(results.save(tmp_path / "python"), tmp_path / "program")
    same_cells(results, tmp_path / "program")


def test_comparisons_and_boxes(tmp_path: Path) -> None:
    path = ROOT / "src/cli/templates/deal.toml"
    program("compare", path, "--draws=8", "--with=", "--with=credibility=0.9", "--out", tmp_path / "program")
    compared = pactum.open(path).compare(draws=8, with_=[{}, {"credibility": 0.9}])
    same_files(compared.save(tmp_path / "python"), tmp_path / "program")

    program("run", path, "--draws=200", "--games=0", "--out", tmp_path / "run")
    program("discover", tmp_path / "run", "--above=0.3", "--out", tmp_path / "boxes")
    boxes = pactum.open(path).discover(draws=200, above=0.3)
    same_files(boxes.save(tmp_path / "python_boxes"), tmp_path / "boxes")


def test_cases(tmp_path: Path) -> None:
    path, cases = ROOT / "scenarios/cases/dispute.toml", ROOT / "scenarios/cases/disputes.csv"
    program("estimate", path, "--cases", cases, "--wald", "--out", tmp_path / "program")
    estimated = pactum.open(path).estimate(cases, wald=True)
    same_files(estimated.save(tmp_path / "python"), tmp_path / "program")
    same_cells(estimated, tmp_path / "program")
    pandas = pytest.importorskip("pandas")
    of_frame = pactum.open(path).estimate(pandas.read_csv(cases), wald=True)
    assert list(of_frame.estimates) == list(estimated.estimates)


def test_settings_are_those_of_the_program(tmp_path: Path) -> None:
    flags = ["--set=gain_unseen=2.5", "--set=effort=0.1", "--nominal", "--games=50"]
    program("run", SMALL, *flags, "--out", tmp_path / "program")
    scenario = pactum.open(SMALL).set(gain_unseen=2.5).set({"effort": 0.1})
    results = scenario.run(nominal=True, games=50)
    same_files(results.save(tmp_path / "python"), tmp_path / "program")
    probabilities = {row["outcome"]: row["probability"] for row in results.outcomes}
    at = pactum.open(SMALL).outcomes({"gain_unseen": [1, 2.5], "effort": [0.1, 0.1]})
    assert all(bits(at[f"probability_{name}"][1]) == bits(probability) for name, probability in probabilities.items())


def test_threads_change_nothing(tmp_path: Path) -> None:
    one, two = (pactum.open(MAIN).variant("clause").run(draws=9, games=3, threads=threads) for threads in (1, 2))
    same_files(one.save(tmp_path / "one"), two.save(tmp_path / "two"))
