#!/usr/bin/env python3
"""Compares exported games with Gambit: the same logit equilibrium at the same precision, by two programs.

Writes the classics as .efg files, lets Gambit work out the logit equilibrium at the lambda that the export names, and
compares how likely each outcome and each decision is with the results folder of `pactum run --nominal`. Exports that
say that they are not the same are listed, not compared; so are scenarios that are not exported, as no game file can say
what a group is, or play without end. Installs Gambit as scripts/gambit.py says, 17 too.

    cargo build --release
    python3 scripts/gambit_exports.py                          the classics, and a scenario with everything in it
    python3 scripts/gambit_exports.py scenarios/strike.toml    one scenario
"""

import csv
import fractions
import pathlib
import re
import subprocess
import sys
import tempfile

from environment import ROOT
from gambit import in_environment, logit

PACTUM = ROOT / "target/release/pactum"
# How far two probabilities may be apart.
TOLERANCE = 1e-6
# Trees of which Gambit is asked.
MOST_NODES = 3000
# The exit code of an export that is refused.
REFUSED = 4
# A label of a file; and a node: the player, where one decides, the number of its set or outcome, and what that is.
LABEL = r'"((?:[^"\\]|\\.)*)"'
NODE = re.compile(rf"(?:[ct]|(p)) {LABEL} (?(1)(\d+) )(\d+)(?: {LABEL} {{ (.*?) }})?")
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


def nodes(path):
    """The players of an exported game, and for each node in preorder its kind, the player and the number of its set, the
    label of the set or outcome, and what stands in braces. Read from the file, as Gambit 17 shows no nodes."""
    head, lines = path.read_text().rsplit("\n\n", 1)
    described, found = {}, []
    for line in lines.splitlines():
        _, _, player, number, label, inside = NODE.match(line).groups()
        key = (line[0], player, number)
        if label is not None:
            described[key] = (label, inside)
        found.append((*key, *described[key]))
    return re.findall(LABEL, head.splitlines()[0])[1:], found


def shares(path, play):
    """How likely each outcome is, and each action at each stage and period, if players play so."""
    players, tree = nodes(path)
    outcomes, decisions = {}, {}
    ahead = [1.0]
    for kind, player, number, label, inside in tree:
        reach = ahead.pop()
        if kind == "t":
            outcomes[label] = outcomes.get(label, 0.0) + reach
            continue
        if kind == "c":
            chances = [float(fractions.Fraction(chance)) for _, chance in re.findall(rf"{LABEL} (\S+)", inside)]
        else:
            name = players[int(player) - 1]
            # The file, as Gambit, numbers the sets of a player as the tree meets them.
            chances = play[(name, int(number) - 1)]
            stage, period = label.split(":")[0].rsplit(" ", 1)
            for action, chance in zip(re.findall(LABEL, inside), chances, strict=True):
                key = (stage, period.split("_")[0], name, action)
                decisions[key] = decisions.get(key, 0.0) + reach * chance
        ahead += [reach * chance for chance in reversed(chances)]
    return outcomes, decisions


def named(label, names):
    """The outcome that a label of the file names: those that pay differently have numbers."""
    fitting = [name for name in names if re.fullmatch(re.escape(name) + r"(_\d+)?", label)]
    return max(fitting, key=len)


def judge(path, lam, expected):
    """The largest difference between the two programs, or why there is none."""
    import pygambit

    play = {}
    if any(kind == "p" for kind, *_ in nodes(path)[1]):
        play, stopped, _ = logit(pygambit.read_efg(path), lam)
        if abs(stopped - lam) > 1e-7 * max(1.0, lam):
            return "Gambit stopped at another lambda"
    outcomes, decisions = shares(path, play)
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
    compared, skipped, off = 0, 0, []
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
                said = " ".join(done.stderr.split()).removeprefix("error: ")
                if done.returncode == REFUSED:
                    print(f"{name}: skipped, {said}")
                    skipped += 1
                    continue
                if done.returncode != 0:
                    print(f"{name}: not exported, {said}")
                    off.append(name)
                    continue
                same = SAME.search(done.stderr)
                if not same:
                    print(f"{name}: {said}")
                    continue
                worst = judge(path, float(same.group(1)), both)
                if isinstance(worst, str):
                    print(f"{name}: {worst}")
                    continue
                print(f"{name}: lambda {same.group(1)}, largest difference {worst:.1e}")
                compared += 1
                if not worst <= TOLERANCE:
                    off.append(name)
    counts = f"{compared} exports compared, {skipped} skipped"
    print(f"{counts}, {len(off)} off by more than {TOLERANCE}, not solved or not exported")
    if off or compared == 0:
        raise SystemExit(1)


if __name__ == "__main__":
    in_environment()
    main()
