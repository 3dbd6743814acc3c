#!/usr/bin/env python3
"""Judges pactum's exact results by Storm: every shipped scenario, every variant, at the nominal values.

Exports the Markov chain of the solved game, lets Storm work out how likely each outcome is and what each actor earns,
and compares with the results folder of `pactum run --nominal`. Installs stormpy into its own environment.

    cargo build --release
    python3 scripts/storm.py                      every scenario
    python3 scripts/storm.py scenarios/classics   those of a folder
"""

import csv
import os
import pathlib
import subprocess
import sys
import tempfile

from environment import ROOT, enter

PACTUM = ROOT / "target/release/pactum"
REQUIREMENTS = {"stormpy": "stormpy==2.0.*"}
PRECISION = "1e-12"
# The largest model in the PRISM language that is read: Storm takes quadratic time for it.
MOST_STATES = 2000
# How far two results may be apart; payoffs as a share of their size.
TOLERANCE = 1e-9


def scenarios(arguments):
    """The scenario files that are named, or all."""
    places = [pathlib.Path(argument) for argument in arguments] or [ROOT / "scenarios"]
    files = [place for place in places if place.is_file()]
    for place in places:
        files += sorted(place.rglob("*.toml")) if place.is_dir() else []
    return files


def pactum(*arguments):
    done = subprocess.run([PACTUM, *arguments], capture_output=True, text=True)
    # With exit code 5 the results are there, and say what is not solved.
    if done.returncode not in (0, 5):
        raise SystemExit(f"pactum {' '.join(map(str, arguments))}\n{done.stderr}")


def rows(file):
    with open(file, newline="") as lines:
        return list(csv.DictReader(lines))


def results(scenario, folder):
    """By variant: the probability of each outcome, and the payoff of each actor; and how each variant was solved."""
    pactum("run", scenario, "--nominal", "--draws", "1", "--games", "1", "--out", folder, "--quiet")
    found = {}
    for row in rows(folder / "outcomes.csv"):
        variant = found.setdefault(row["variant"], ({}, {}))
        variant[0][row["outcome"]] = float(row["probability"])
    for row in rows(folder / "payoffs.csv"):
        if row["term"] == "total":
            found[row["variant"]][1][row["actor"]] = float(row["exact_mean"])
    return found, {row["variant"]: row["solver_status"] for row in rows(folder / "draws.csv")}


class Judge:
    """Storm, asked about one chain after the other."""

    def __init__(self):
        import stormpy
        from stormpy import environments

        self.storm = stormpy
        self.environment = environments.sound()
        # The chances of each state must sum to one this closely, and solutions be as near.
        self.environment.model_tolerance = float(PRECISION)
        native = self.environment.solver().native
        native = native() if callable(native) else native
        native.precision = stormpy.Rational(PRECISION)

    def model(self, base, rewards=None):
        return self.storm.build_model_from_explicit(
            f"{base}.tra", f"{base}.lab", state_rewards=rewards
        )

    def payoff(self, base, actor, over, written):
        """Gains less losses, as no reward may be negative; also those of the model in the PRISM language."""
        total = total_written = 0.0
        for sign, name in ((1, actor), (-1, f"{actor}_losses")):
            rewards = f"{base}.{name}.srew"
            if os.path.exists(rewards):
                total += sign * self.ask(self.model(base, rewards), f"R=? [F {over}]")
                if written:
                    total_written += sign * self.ask(written, f'R{{"{name}"}}=? [F {over}]')
        return [total, total_written] if written else [total]

    def binary(self, base):
        """The same chain, from the binary format; rewards may be negative there."""
        return self.storm.build_model_from_umb(f"{base}.umb")

    def written(self, base):
        """The same chain, from its model in the PRISM language."""
        program = self.storm.parse_prism_program(f"{base}.prism")
        return self.storm.build_model[float](program)

    def ask(self, model, question):
        formula = self.storm.parse_properties(question)[0]
        result = self.storm.model_checking(model, formula, environment=self.environment)
        return result.get_value(model.initial_states[0])


def judge_variant(judge, scenario, variant, expected, base):
    """The largest difference between pactum and Storm on one variant."""
    pactum("export", scenario, "--variant", variant, "--format", "prism", "--out", base, "--quiet")
    pactum("export", scenario, "--variant", variant, "--format", "umb", "--out", f"{base}.umb", "--quiet")
    probabilities, payoffs = expected
    model = judge.model(base)
    worst = 0.0
    written = judge.written(base) if model.nr_states <= MOST_STATES else None
    binary = judge.binary(base)
    for outcome, probability in probabilities.items():
        for one in [model, written, binary] if written else [model, binary]:
            worst = max(worst, abs(judge.ask(one, f'P=? [F "{outcome}"]') - probability))
    over = " | ".join(f'"{outcome}"' for outcome in probabilities)
    for actor, payoff in payoffs.items():
        once = judge.ask(binary, f'R{{"{actor}"}}=? [F {over}]')
        for found in [once, *judge.payoff(base, actor, over, written)]:
            worst = max(worst, abs(found - payoff) / max(1.0, abs(payoff)))
    return worst, model.nr_states


def main():
    judge = Judge()
    print(f"Storm {judge.storm.__version__}, precision {PRECISION}")
    compared, off = 0, []
    with tempfile.TemporaryDirectory() as place:
        for number, scenario in enumerate(scenarios(sys.argv[1:])):
            shown = scenario.resolve().relative_to(ROOT)
            folder = pathlib.Path(place) / f"results-{number}"
            expected, status = results(scenario, folder)
            for variant in expected:
                if status[variant] == "no_pure_equilibrium":
                    print(f"{shown} {variant}: no equilibrium of the kind asked for, not compared")
                    continue
                base = pathlib.Path(place) / f"chain-{compared}"
                worst, states = judge_variant(judge, scenario, variant, expected[variant], base)
                print(f"{shown} {variant}: {states} states, largest difference {worst:.1e}")
                compared += 1
                if status[variant] != "converged" or not worst <= TOLERANCE:
                    off.append(f"{shown} {variant}")
    print(f"{compared} variants compared, {len(off)} off by more than {TOLERANCE} or not solved")
    if off or compared == 0:
        raise SystemExit(1)


if __name__ == "__main__":
    try:
        import stormpy  # noqa: F401
    except ImportError:
        enter("storm", REQUIREMENTS)
    main()
