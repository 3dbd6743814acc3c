#!/usr/bin/env python3
"""Judges the boxes and the tree of `pactum discover` by the EMA Workbench and scikit-learn.

Writes results folders with draws of its own (two planted boxes, noise, rounded and whole-numbered parameters, a constant
one) from a fixed seed, lets pactum search them, and repeats the search with the EMA Workbench: every limit along every
trajectory must be the same number, and every count; quasi-p-values agree to 1e-9. The tree must be as pure as that of
scikit-learn. Installs both into its own environment (version 3 of the EMA Workbench where Python is 3.12 or later).

    cargo build --release
    python3 scripts/prim.py                          the tables of its own
    python3 scripts/prim.py DIR [ARGUMENTS]          the draws of a run, with arguments of `pactum discover`
"""

import csv
import inspect
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

from environment import ROOT, enter

PACTUM = ROOT / "target/release/pactum"
SCENARIO = ROOT / "scenarios/classics/inspection.toml"
REQUIREMENTS = {"blake3": "blake3", "ema_workbench": "ema_workbench>=2.5,<4"}
# How far quasi-p-values may be apart, as a share of their size; limits and counts must be the same.
TOLERANCE = 1e-9
# The tables of its own: the draws, and the arguments.
TABLES = [
    (1000, ["--outcome", "war", "--above", "0.6"]),
    (1000, ["--outcome", "war", "--below", "0.25", "--density", "0.9", "--boxes", "5"]),
    (1000, ["--outcome", "war", "--above", "0.5", "--density", "0.6", "--boxes", "5"]),
    (300, ["--outcome", "war"]),
    (300, ["--outcome", "war", "--peel", "0.1", "--mass", "0.1"]),
    (60, ["--payoff", "north", "--boxes", "2"]),
    (400, ["--outcome", "war", "--variant", "clause", "--worse-than", "plain"]),
]


def results(folder, draws):
    """Writes a results folder of some scenario, and in it, as its own, draws from a fixed seed."""
    import blake3

    command = [PACTUM, "run", SCENARIO, "--draws", "1", "--games", "1", "--out", folder, "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    rows = [row for variant in ("plain", "clause") for row in variant_rows(variant, draws)]
    with open(folder / "draws.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    manifest = json.loads((folder / "manifest.json").read_text())
    for file in manifest["files"]:
        if file["name"] == "draws.csv":
            planted = (folder / "draws.csv").read_bytes()
            file.update(bytes=len(planted), hash=blake3.blake3(planted).hexdigest())
    (folder / "manifest.json").write_text(json.dumps(manifest))


def variant_rows(variant, draws):
    chance = random.Random(f"planted {draws}")
    for draw in range(draws):
        x = {
            "gain": chance.random(),
            "trust": 10 * chance.random(),
            "cost": math.exp(chance.gauss(0, 1)),
            "delay": chance.randint(1, 6),
            "share": round(chance.random(), 1),
            "noise": chance.gauss(0, 1),
            "fixed": 3.5,
        }
        inside = (x["gain"] > 0.55 and x["trust"] < 4.5) or (x["delay"] >= 5 and x["share"] >= 0.6 and x["cost"] < 1.2)
        war = min(max((0.7 if inside else 0.3) + 0.12 * chance.gauss(0, 1), 0.01), 0.99)
        if variant == "clause":
            war *= 1.15 - 0.05 * x["delay"]
        yield {
            "variant": variant,
            "draw": draw,
            **{f"parameter_{name}": value for name, value in x.items()},
            "probability_war": war,
            "probability_peace": 1 - war,
            "payoff_north": 10 * x["gain"] - 8 * war,
            "solver_status": "converged",
        }


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def discover(folder, out, arguments):
    command = [PACTUM, "discover", str(folder), "--out", str(out), "--force", "--quiet", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    names = ("boxes", "trajectory", "tree")
    found = {name: rows_of(out / f"{name}.csv") for name in names}
    return {**found, "manifest": json.loads((out / "manifest.json").read_text())}


def worlds(folder, manifest, arguments):
    """The uncertain parameters, and which draws are cases, worked out anew from the draws."""
    import pandas

    draws = pandas.read_csv(folder / "draws.csv")
    asked = dict(zip(arguments[::2], arguments[1::2]))
    variant, against = manifest["arguments"]["variant"], manifest["arguments"]["worse_than"]
    own = draws[draws["variant"] == variant].reset_index(drop=True)
    payoff = asked.get("--payoff")
    outcomes = [arguments[place + 1] for place, word in enumerate(arguments) if word == "--outcome"]
    names = [f"payoff_{payoff}"] if payoff else [f"probability_{name}" for name in outcomes]
    value = own[names].sum(axis=1)
    if against:
        value = value - draws[draws["variant"] == against].reset_index(drop=True)[names].sum(axis=1)
    below = "--below" in asked or ("--above" not in asked and payoff is not None)
    quantile = value.quantile(0.25 if below else 0.75)
    default = 0.0 if against else quantile
    bound = float(asked.get("--below", asked.get("--above", default)))
    y = (value < bound if below else value > bound).to_numpy().astype(int)
    x = own[[name for name in own if name.startswith("parameter_") and own[name].nunique() > 1]].astype(float)
    return x.rename(columns=lambda name: name.removeprefix("parameter_").replace("__", ".")), y


def number(text):
    return float(text) if text else None


def prim(found, x, y):
    """Repeats the search; returns what differs."""
    from ema_workbench.analysis.prim import Prim
    from ema_workbench.analysis.scenario_discovery_util import _in_box

    settings = found["manifest"]["arguments"]
    arguments = {"peel_alpha": settings["peel"], "paste_alpha": settings["peel"], "mass_min": settings["mass"]}
    # Version 2 drops boxes below a threshold, and counts as cases what is above it.
    if "threshold" in inspect.signature(Prim.__init__).parameters:
        arguments["threshold"] = 1e-3
    search = Prim(x, y, **arguments)
    for box in sorted({int(row["box"]) for row in found["boxes"]}):
        steps = [row for row in found["trajectory"] if int(row["box"]) == box]
        theirs = search.find_box()
        if len(steps) != len(theirs.box_lims):
            yield f"box {box}: {len(steps)} steps, not {len(theirs.box_lims)}"
        limits = theirs.box_lims[0].copy()
        for step, row in enumerate(steps):
            if row["parameter"]:
                limits.loc[0 if row["end"] == "low" else 1, row["parameter"]] = float(row["limit"])
            if not (limits == theirs.box_lims[step]).all().all():
                yield f"box {box}, step {step}: other limits"
            there = theirs.peeling_trajectory.loc[step]
            own = (int(row["draws"]), int(row["cases"]), int(row["restricted"]))
            if own != (there["n"], there["k"], there["res_dim"]):
                yield f"box {box}, step {step}: {own}, not {tuple(there[['n', 'k', 'res_dim']])}"
        yield from chosen(box, found, search, theirs, _in_box)


def chosen(box, found, search, theirs, in_box):
    """Compares the box that was taken, without the limits that were dropped, and goes on from it."""
    limits = theirs.box_lims[0].copy()
    rows = [row for row in found["boxes"] if int(row["box"]) == box]
    for row in rows:
        for place, end in enumerate(("low", "high")):
            if row[end]:
                limits.loc[place, row["parameter"]] = float(row[end])
    remaining = search.yi_remaining
    theirs.update(limits, remaining[in_box(search.x.loc[remaining], limits)])
    there = theirs.peeling_trajectory.iloc[-1]
    for name in ("coverage", "density", "mass"):
        if not math.isclose(float(rows[0][name]), there[name], rel_tol=1e-12):
            yield f"box {box}: {name} {rows[0][name]}, not {there[name]}"
    quasi_p = (theirs.p_values if hasattr(theirs, "p_values") else theirs.qp)[-1]
    for row in rows:
        for place, end in enumerate(("low", "high")):
            own, other = number(row[f"quasi_p_{end}"]), quasi_p[row["parameter"]][place]
            same = other == -1 if own is None else math.isclose(own, other, rel_tol=TOLERANCE, abs_tol=1e-300)
            if not same:
                yield f"box {box}: quasi-p of {row['parameter']}, {end}: {own}, not {other}"


def tree(found, x, y):
    """Compares the impurity of the leaves with that of scikit-learn's tree."""
    from sklearn.tree import DecisionTreeClassifier

    least = max(1, int(0.05 * len(y)))
    theirs = DecisionTreeClassifier(max_depth=3, min_samples_leaf=least, random_state=0).fit(x, y).tree_
    ends = theirs.children_left == -1
    other = (theirs.impurity * theirs.n_node_samples)[ends].sum()
    leaves = [(int(row["cases"]), float(row["density"])) for row in found["tree"] if row["leaf"] == "true"]
    own = sum(2 * cases * (1 - density) for cases, density in leaves)
    if not math.isclose(own, other, rel_tol=1e-9, abs_tol=1e-9):
        yield f"the tree's impurity is {own}, not {other}"


def judge(folder, out, arguments):
    found = discover(folder, out, arguments)
    x, y = worlds(folder, found["manifest"], arguments)
    wrong = [*prim(found, x, y), *tree(found, x, y)]
    if y.sum() != found["manifest"]["counts"]["cases"]:
        wrong.append(f"{found['manifest']['counts']['cases']} cases, not {y.sum()}")
    boxes, steps = len({row["box"] for row in found["boxes"]}), len(found["trajectory"])
    print(f"{len(y)} draws, {' '.join(arguments)}: {boxes} boxes, {steps} steps, {len(found['tree'])} nodes")
    return wrong


def main():
    enter("prim", REQUIREMENTS)
    wrong = []
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        if sys.argv[1:]:
            wrong += judge(pathlib.Path(sys.argv[1]), place / "out", sys.argv[2:])
        for number_, (draws, arguments) in enumerate([] if sys.argv[1:] else TABLES):
            folder = place / f"run-{number_}"
            results(folder, draws)
            wrong += judge(folder, place / f"out-{number_}", arguments)
    for line in wrong:
        print(line, file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
