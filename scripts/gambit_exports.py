#!/usr/bin/env python3
"""Compares exported games with Gambit: the same logit equilibrium at the same precision, by two programs.

Writes the classics as .efg files, lets Gambit work out the logit equilibrium at the lambda that the export names, and
compares how likely each outcome and each decision is with the results folder of `pactum run --nominal`. Exports that
say that they are not the same are listed, not compared. Installs Gambit as scripts/gambit.py says.

    cargo build --release
    python3 scripts/gambit_exports.py                          the classics, and a scenario with everything in it
    python3 scripts/gambit_exports.py scenarios/strike.toml    one scenario
"""

import csv
import pathlib
import re
import subprocess
import sys
import tempfile

from gambit import ROOT, in_environment

PACTUM = ROOT / "target/release/pactum"
# How far two probabilities may be apart.
TOLERANCE = 1e-6
# Trees of which Gambit is asked.
MOST_NODES = 3000
SAME = re.compile(r"The scenario has the logit equilibrium at lambda = (\S+)\.$", re.MULTILINE)


def scenarios(arguments):
    """The scenario files that are named, or those that are judged by default."""
    usual = [ROOT / "scenarios/classics", ROOT / "tests/interchange/scenarios"]
    places = [pathlib.Path(argument) for argument in arguments] or usual
    files = [place for place in places if place.is_file()]
    for place in places:
        files += sorted(place.rglob("*.toml")) if place.is_dir() else []
    return files


def pactum(*arguments):
    return subprocess.run([PACTUM, *arguments], capture_output=True, text=True)


def rows(file):
    with open(file, newline="") as lines:
        return list(csv.DictReader(lines))


def results(scenario, folder):
    """By variant: the probability of each outcome, and of each action at each stage and period; none if unsolved."""
    done = pactum("run", scenario, "--nominal", "--draws", "1", "--games", "1", "--out", folder, "--quiet")
    # With exit code 5 the results are there, and some variant is not solved.
    if done.returncode not in (0, 5):
        return None
    found = {}
    for row in rows(folder / "outcomes.csv"):
        outcomes, _ = found.setdefault(row["variant"], ({}, {}))
        outcomes[row["outcome"]] = float(row["probability"])
    for row in rows(folder / "decisions.csv"):
        # Those of all types together: how likely the actor is asked times what it does.
        key = (row["stage"], row["period"], row["actor"], row["action"])
        reached = float(row["reached"])
        if reached > 0:
            decisions = found[row["variant"]][1]
            decisions[key] = decisions.get(key, 0.0) + reached * float(row["probability"])
    return found


def play(game, lam):
    """Gambit's logit equilibrium: the probability of each player's action; none where it stopped elsewhere."""
    import pygambit

    if not any(player.infosets for player in game.players):
        return {}
    found = pygambit.qre.logit_solve_lambda(game, lam=[lam])[0]
    if abs(found.lam - lam) > 1e-7 * max(1.0, lam):
        return None
    # The profile of a game in extensive form is read by number, player by player and set by set.
    return {action: found[number] for number, action in enumerate(game.actions)}


def shares(game, profile):
    """How likely each outcome is, and each action at each stage and period, read off the tree."""
    outcomes, decisions = {}, {}
    ahead = [(game.root, 1.0)]
    while ahead:
        node, reach = ahead.pop()
        if node.is_terminal:
            outcomes[node.outcome.label] = outcomes.get(node.outcome.label, 0.0) + reach
            continue
        for action, child in zip(node.infoset.actions, node.children):
            chance = float(action.prob) if node.player.is_chance else profile[action]
            if not node.player.is_chance:
                stage, period = node.infoset.label.split(":")[0].rsplit(" ", 1)
                key = (stage, period.split("_")[0], node.player.label, action.label)
                decisions[key] = decisions.get(key, 0.0) + reach * chance
            ahead.append((child, reach * chance))
    return outcomes, decisions


def named(label, names):
    """The outcome that a label of the file names: those that pay differently have numbers."""
    fitting = [name for name in names if re.fullmatch(re.escape(name) + r"(_\d+)?", label)]
    return max(fitting, key=len)


def judge(path, lam, expected):
    """The largest difference between the two programs, or why there is none."""
    import pygambit

    game = pygambit.read_efg(path)
    profile = play(game, lam)
    if profile is None:
        return "Gambit stopped at another lambda"
    outcomes, decisions = shares(game, profile)
    worst = 0.0
    by_name = dict.fromkeys(expected[0], 0.0)
    for label, share in outcomes.items():
        by_name[named(label, by_name)] += share
    for name, share in by_name.items():
        worst = max(worst, abs(share - expected[0][name]))
    ours, theirs = asked(expected[1]), asked(decisions)
    for key, share in decisions.items():
        # What leaves an actor no choice, as a promise that binds it, has no information set in the tree.
        if abs(ours[key[:3]] - theirs[key[:3]]) <= TOLERANCE:
            worst = max(worst, abs(share - expected[1][key]))
    return worst


def asked(decisions):
    """How likely each actor is to decide at each stage and period."""
    sums = {}
    for (*where, _), share in decisions.items():
        sums[tuple(where)] = sums.get(tuple(where), 0.0) + share
    return sums


def main():
    compared, off = 0, []
    with tempfile.TemporaryDirectory() as place:
        for number, scenario in enumerate(scenarios(sys.argv[1:])):
            expected = results(scenario, pathlib.Path(place) / f"results-{number}")
            shown = scenario.resolve().relative_to(ROOT)
            if expected is None:
                print(f"{shown}: not solved")
                off.append(shown)
                continue
            for variant, both in expected.items():
                path = pathlib.Path(place) / f"{number}-{variant}.efg"
                done = pactum(
                    "export", scenario, "--variant", variant, "--format", "efg", "--out", path,
                    "--max-nodes", str(MOST_NODES),
                )
                name = f"{shown} {variant}"
                same = SAME.search(done.stderr)
                if done.returncode != 0 or not same:
                    print(f"{name}: {' '.join(done.stderr.split())}")
                    continue
                worst = judge(path, float(same.group(1)), both)
                if isinstance(worst, str):
                    print(f"{name}: {worst}")
                    continue
                print(f"{name}: lambda {same.group(1)}, largest difference {worst:.1e}")
                compared += 1
                if not worst <= TOLERANCE:
                    off.append(name)
    print(f"{compared} exports compared, {len(off)} off by more than {TOLERANCE} or not solved")
    if off or compared == 0:
        raise SystemExit(1)


if __name__ == "__main__":
    in_environment()
    main()
