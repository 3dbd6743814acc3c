#!/usr/bin/env python3
"""What SALib makes of evaluations of Ishigami's function, which the tests compare with pactum's estimates to 1e-9.

    target/venv/bin/python scripts/salib.py            compares tests/engine/sensitivity/salib.json with SALib
    target/venv/bin/python scripts/salib.py --write    writes it anew

Needs SALib 1.6: `.ci/run salib` installs it.
"""

import json
import pathlib
import sys
import warnings

import numpy as np
from SALib.analyze import morris, pawn, sobol
from SALib.sample import latin
from SALib.sample import sobol as saltelli
from SALib.sample.morris import sample as trajectories
from SALib.test_functions import Ishigami

ROOT = pathlib.Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "tests/engine/sensitivity/salib.json"
TOLERANCE = 1e-9
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


if __name__ == "__main__":
    main()
