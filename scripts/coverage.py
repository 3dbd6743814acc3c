#!/usr/bin/env python3
"""How often intervals of `pactum estimate` hold the truth, and what a prior does where cases are separated.

    python3 scripts/coverage.py                     # 400 tables of 200 cases and 400 of 800, a quarter of an hour
    python3 scripts/coverage.py --tables 50

Tables of scenarios/cases/threat.toml are drawn at the values of the file, a quarter of the cases at each of four strengths.
Every key is estimated from each table; a line says in which share of the tables its profile interval and its Wald interval
hold the true value. Then tables of a vote in which one side nearly always says no are drawn: mean squared errors of its
slope by plain likelihood and under log-F(1, 1).
"""

import argparse
import csv
import math
import random
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
THREAT = ROOT / "scenarios/cases/threat.toml"
TRUTH = {"chance_resolute": 0.4, "war_value.resolute": 1.5, "war_x": 1.0, "audience": 1.0, "target_war": 1.5}
STRENGTHS = [-1.5, -0.5, 0.5, 1.5]
VOTE = """title = "A vote"
periods = 1
[actors.voter]
strategy = { logit = 1 }
payoffs = [ { name = "yes", paid = "at_end", amount = "intercept + slope * x", when = "vote == yes" } ]
[variables.vote]
values = ["open", "yes", "no"]
start = "open"
[parameters]
intercept = { value = 0, note = "assumption: estimated" }
slope = { value = 0, note = "assumption: estimated" }
x = { value = 0, note = "assumption: a column" }
[[stages]]
name = "ballot"
actor = "voter"
actions = [ { name = "yes", set = { vote = "yes" } }, { name = "no", set = { vote = "no" } } ]
[[outcomes]]
name = "yes"
when = "vote == yes"
[[outcomes]]
name = "no"
at_end = true
"""


def run(binary, *arguments):
    """Runs the command; a draw that is not solved is no failure."""
    done = subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 5):
        raise SystemExit(f"{arguments}: {done.stderr}")


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def probabilities(binary, folder):
    """The probability of each outcome at each strength."""
    all_of = {}
    for strength in STRENGTHS:
        out = folder / f"x{strength}"
        run(binary, "run", THREAT, "--nominal", "--draws", 1, "--games", 1, "--set", f"x={strength}", "--out", out)
        all_of[strength] = {row["outcome"]: float(row["probability"]) for row in rows(out / "outcomes.csv")}
    return all_of


def estimated(binary, folder, name, scenario, table, *flags):
    """The rows of an estimate, by key."""
    cases, out = folder / f"{name}.csv", folder / name
    cases.write_text(table, encoding="utf-8")
    run(binary, "estimate", scenario, "--cases", cases, "--out", out, "--threads", 1, *flags)
    return {row["key"]: row for row in rows(out / "estimates.csv")}


def holds(row, kind, truth):
    low, high = row[f"{kind}_low"], row[f"{kind}_high"]
    return (low == "" or float(low) <= truth) and (high == "" or truth <= float(high))


def coverage(binary, folder, chances, cases, tables):
    keys = [flag for key in TRUTH for flag in ("--estimate", key)]

    def one(number):
        source = random.Random(f"coverage {cases} {number}")
        table = "x,outcome,count\n"
        for strength, of in chances.items():
            drawn = source.choices(list(of), list(of.values()), k=cases // len(STRENGTHS))
            table += "".join(f"{strength},{name},{drawn.count(name)}\n" for name in of)
        return estimated(binary, folder, f"t{cases}_{number}", THREAT, table, *keys, "--starts", 3)

    with ThreadPoolExecutor(max_workers=2) as workers:
        found = list(workers.map(one, range(tables)))
    for key, truth in TRUTH.items():
        shares = [sum(holds(of[key], kind, truth) for of in found) / tables for kind in ("profile", "wald")]
        print(f"{cases} cases, {key}: profile {shares[0]:.3f}, Wald {shares[1]:.3f}", flush=True)


def separation(binary, folder, tables):
    scenario = folder / "vote.toml"
    scenario.write_text(VOTE, encoding="utf-8")
    truth = -3.0
    chances = {0: 0.5, 1: 1 / (1 + math.exp(-truth))}
    errors = {"plain": [], "log_f": []}
    for number in range(tables):
        source = random.Random(f"separation {number}")
        table = "x,outcome,count\n"
        for x, chance in chances.items():
            yes = sum(source.random() < chance for _ in range(20))
            table += f"{x},yes,{yes}\n{x},no,{20 - yes}\n"
        for kind, flags in {"plain": [], "log_f": ["--prior", "slope=log_f:1"]}.items():
            keys = ["--estimate", "intercept", "--estimate", "slope", "--wald", "--starts", 1]
            found = estimated(binary, folder, f"s{number}{kind}", scenario, table, *keys, *flags)
            errors[kind].append((float(found["slope"]["estimate"]) - truth) ** 2)
    plain, prior = (sum(errors[kind]) / tables for kind in ("plain", "log_f"))
    print(f"separation, {tables} tables: mean squared error {plain:.3f} plain, {prior:.3f} with log-F(1, 1)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=400)
    parser.add_argument("--binary", default=ROOT / "target/release/pactum")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chances = probabilities(arguments.binary, folder)
        separation(arguments.binary, folder, arguments.tables)
        for cases in (200, 800):
            coverage(arguments.binary, folder, chances, cases, arguments.tables)


if __name__ == "__main__":
    main()
