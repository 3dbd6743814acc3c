#!/usr/bin/env python3
"""Compares pactum's sensitivity analysis with SALib: the same estimates from the same points, to 1e-9, and known indices.

Lets `pactum sensitivity` analyse functions whose indices are known, gives its points and evaluations to SALib, and compares
what both make of them. What SALib makes of points of its own stands in tests/engine/sensitivity/salib.json, for the tests.

    cargo build --release
    target/venv/bin/python scripts/salib.py            compares
    target/venv/bin/python scripts/salib.py --write    writes salib.json anew

Needs SALib 1.6: `.ci/run salib` installs it.
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy as np
from SALib.analyze import morris, pawn, sobol
from SALib.sample import latin
from SALib.sample import sobol as saltelli
from SALib.sample.morris import sample as trajectories
from SALib.test_functions import Ishigami

ROOT = pathlib.Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "tests/engine/sensitivity/salib.json"
PACTUM = ROOT / "target/release/pactum"
FUNCTIONS = ROOT / "tests/engine/sensitivity/functions.toml"
TOLERANCE = 1e-9
# How far indices from 2^14 base points may be from the exact ones.
NEAR = 0.003
METHODS = {
    "sobol": ["--points", "64", "--second-order"],
    "morris": ["--points", "20"],
    "pawn": ["--points", "300"],
}
# First and total indices.
KNOWN = {
    "ishigami": {"x": (0.313905, 0.557589), "y": (0.442411, 0.442411), "z": (0.0, 0.243684)},
    "sobol_g": {
        "g1": (0.716042, 0.787031),
        "g2": (0.179010, 0.242164),
        "g3": (0.023671, 0.034312),
        "g4": (0.007160, 0.010459),
    },
}
# Three coordinates of the unit cube; Ishigami's function takes angles from -pi to pi.
PROBLEM = {"num_vars": 3, "names": ["x", "y", "z"], "bounds": [[0, 1]] * 3}
# For PAWN: the number of points, of slices, and of decimals to which values are rounded, so that some are equal.
PAWN = [(101, 10, None), (64, 10, None), (64, 7, 1), (50, 4, 0)]


def ishigami(points):
    return Ishigami.evaluate((2 * points - 1) * np.pi)


def sobol_indices(evaluations, second_order):
    found = sobol.analyze(PROBLEM, evaluations, calc_second_order=second_order, num_resamples=2, seed=1)
    indices = {"evaluations": evaluations.tolist(), "first": found["S1"].tolist(), "total": found["ST"].tolist()}
    if second_order:
        indices["second"] = found["S2"][np.triu_indices(3, 1)].tolist()
    return indices


def elementary_effects():
    points = trajectories(PROBLEM, 8, num_levels=6, seed=2)
    evaluations = ishigami(points)
    found = morris.analyze(PROBLEM, points, evaluations, num_levels=6, seed=1)
    return {
        "points": points.tolist(),
        "evaluations": evaluations.tolist(),
        "mean": found["mu"].tolist(),
        "mean_size": np.asarray(found["mu_star"]).tolist(),
        "deviation": np.asarray(found["sigma"]).tolist(),
    }


def pawn_indices():
    cases = []
    for count, slices, decimals in PAWN:
        points = latin.sample(PROBLEM, count, seed=count + slices)
        results = ishigami(points)
        if decimals is not None:
            points, results = np.round(points, decimals), np.round(results, decimals)
        found = pawn.analyze(PROBLEM, points, results, S=slices)
        for at in range(3):
            statistics = [float(found[name][at]) for name in ("minimum", "mean", "median", "maximum", "CV")]
            case = {"slices": slices, "parameter": points[:, at].tolist(), "result": results.tolist()}
            cases.append({**case, "statistics": statistics})
    return cases


def reference():
    evaluations = ishigami(saltelli.sample(PROBLEM, 16, calc_second_order=True, seed=1))
    # The same rows without those of second order.
    without = evaluations.reshape(16, 8)[:, [0, 1, 2, 3, 7]].ravel()
    return {
        "sobol": sobol_indices(evaluations, True),
        "sobol_first": sobol_indices(without, False),
        "morris": elementary_effects(),
        "pawn": pawn_indices(),
    }


def numbers(value):
    """All numbers of nested lists and tables, in order."""
    if isinstance(value, dict):
        value = value.values()
    return [value] if isinstance(value, (int, float)) else [number for part in value for number in numbers(part)]


def rows(file):
    with open(file, newline="") as lines:
        return list(csv.DictReader(lines))


def analysed(folder, *arguments):
    """The rows of sensitivity.csv, and those of evaluations.csv if there are any."""
    command = [PACTUM, "sensitivity", FUNCTIONS, "--out", folder, "--quiet", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    evaluations = folder / "evaluations.csv"
    return rows(folder / "sensitivity.csv"), rows(evaluations) if evaluations.exists() else []


def estimates(indices, name, index):
    return np.array([float(row["value"]) for row in indices if row["name"] == name and row["index"] == index])


def largest_difference(pairs):
    return max(float(np.max(np.abs(ours - np.asarray(theirs, dtype=float)))) for ours, theirs in pairs)


def same_points(folder):
    """The largest difference between pactum's estimates and SALib's from the same points, over all methods."""
    apart = 0.0
    for method, arguments in METHODS.items():
        indices, evaluations = analysed(folder / method, "--method", method, *arguments, "--evaluations")
        names = [column.removeprefix("level_") for column in evaluations[0] if column.startswith("level_")]
        problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}

        def column(name):
            return np.array([float(row[name]) for row in evaluations])

        for actor in KNOWN:
            results = column(f"payoff_{actor}")

            def mine(index):
                return estimates(indices, actor, index)

            if method == "sobol":
                found = sobol.analyze(problem, results, calc_second_order=True, num_resamples=2, seed=1)
                second = found["S2"][np.triu_indices(len(names), 1)]
                pairs = [(mine("first"), found["S1"]), (mine("total"), found["ST"]), (mine("second"), second)]
            elif method == "morris":
                points = np.column_stack([column(f"level_{name}") for name in names])
                found = morris.analyze(problem, points, results, num_levels=4, seed=1)
                names_of = {"effect_mean": "mu", "effect_size": "mu_star", "effect_deviation": "sigma"}
                pairs = [(mine(ours), found[theirs]) for ours, theirs in names_of.items()]
            else:
                points = np.column_stack([column(f"parameter_{name}") for name in names])
                found = pawn.analyze(problem, points, results, S=10)
                pairs = [(mine(f"distance_{name}"), found[name]) for name in ("minimum", "mean", "median", "maximum")]
                pairs.append((mine("distance_variation"), found["CV"]))
            apart = max(apart, largest_difference(pairs))
    return apart


def known(folder):
    """The largest difference between indices from 2^14 base points and the exact ones."""
    indices, _ = analysed(folder / "known", "--points", "16384", "--resamples", "2")
    apart = 0.0
    for row in indices:
        exact = KNOWN.get(row["name"], {}).get(row["parameter"])
        if exact and row["index"] in ("first", "total"):
            apart = max(apart, abs(float(row["value"]) - exact[row["index"] == "total"]))
    return apart


def main():
    warnings.filterwarnings("ignore")
    found = reference()
    if "--write" in sys.argv:
        REFERENCE.write_text(json.dumps(found, separators=(",", ":")) + "\n")
    theirs, ours = numbers(found), numbers(json.loads(REFERENCE.read_text()))
    if len(theirs) != len(ours):
        sys.exit(f"{REFERENCE} holds {len(ours)} numbers, and SALib gives {len(theirs)}")
    apart = max(abs(a - b) for a, b in zip(theirs, ours))
    print(f"{len(ours)} numbers, at most {apart:.1e} apart")
    if not apart < TOLERANCE:
        sys.exit(f"SALib gives others than {REFERENCE}")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for what, apart, most in [
            ("estimates of both from the same points", same_points(folder), TOLERANCE),
            ("indices of 2^14 base points and the exact ones", known(folder), NEAR),
        ]:
            print(f"{what}: at most {apart:.1e} apart")
            if not apart < most:
                sys.exit(f"{what} may be {most} apart")


if __name__ == "__main__":
    main()
