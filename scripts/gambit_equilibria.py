#!/usr/bin/env python3
"""Compares logit equilibria of random trees with Gambit's, and the time that both take.

Makes random trees (scripts/random_trees.py), solves each at three precisions with pactum and with Gambit (installed as
scripts/gambit.py says), and lists every case in which a probability differs by more than 1e-6, with the reason. A case
without a reason, or too many cases, end it with exit code 1.

    python3 scripts/gambit_equilibria.py --count 200 --seed 1
    python3 scripts/gambit_equilibria.py --count 200 --seed 1 --time
    python3 scripts/gambit_equilibria.py --count 200 --seed 1 --crossing

Reasons: Gambit returned another precision than was asked for; Gambit's point is no equilibrium (its residual is shown);
another branch crosses the principal one on the way, or the branch turns round, so that "the" equilibrium is in question.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys

from environment import ROOT
from gambit import in_environment, logit
from measure import tables

PRECISIONS = [0.5, 1.0, 3.0]
SAME = 1e-6


def pactum(binary, file, precision):
    """The probabilities by (player, number of the set), and what was met on the way."""
    command = [binary, "solve", file, "--lambda", str(precision), "--format", "json", "--quiet"]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{ran.stderr}")
    answer = json.loads(ran.stdout)
    found = {}
    for row in answer["strategies"]:
        key = (row["actor"], int(row["information_set"]))
        found.setdefault(key, []).append(row["probability"])
    return found, answer


def residual(game, play, precision):
    """How far a profile is from its own logit response: straight from the tree, by player and set. None in Gambit 17,
    whose games have no nodes."""
    if not hasattr(game, "root"):
        return None
    sums = {}

    def paid(node):
        return [float(node.outcome[player]) if node.outcome else 0.0 for player in game.players]

    def visit(node, reach):
        if node.is_terminal:
            return paid(node)
        below = []
        if node.player.is_chance:
            weights = [float(action.prob) for action in node.infoset.actions]
            below = [visit(child, reach * weight) for child, weight in zip(node.children, weights)]
        else:
            key = (node.player.label, node.infoset.number)
            weights = play[key]
            below = [visit(child, reach * weight) for child, weight in zip(node.children, weights)]
            mover = node.player.number
            values = sums.setdefault(key, [0.0, [0.0] * len(weights)])
            values[0] += reach
            for action, value in enumerate(below):
                values[1][action] += reach * value[mover]
        own = paid(node)
        return [
            own[player] + sum(weight * value[player] for weight, value in zip(weights, below))
            for player in range(len(game.players))
        ]

    visit(game.root, 1.0)
    worst = 0.0
    for key, (reach, values) in sums.items():
        if reach == 0.0:
            continue
        odds = [precision * value / reach for value in values]
        top = max(odds)
        total = sum(math.exp(odd - top) for odd in odds)
        response = [math.exp(odd - top) / total for odd in odds]
        worst = max(worst, *(abs(a - b) for a, b in zip(response, play[key])))
    return worst


def matched(ours, theirs):
    """Both by player and rank of the set."""
    ranked = {}
    for player, number in sorted(ours):
        ranked.setdefault(player, []).append(number)
    return {(player, ranked[player].index(number)): play for (player, number), play in ours.items()}, theirs


def reason(game, ours, theirs, lam, precision, answer):
    if abs(lam - precision) > 1e-6 * precision:
        return f"Gambit returned the precision {lam:.6g}"
    off = residual(game, theirs, precision)
    if off is not None and off > 1e-5:
        return f"Gambit's point is no equilibrium: residual {off:.1e}"
    for what in ("bifurcation", "fold"):
        if answer[what] is not None:
            return f"a {what} at precision {answer[what] * precision:.4g}"
    return None


def compare(binary, files):
    import pygambit

    cases, odd, seconds = 0, [], []
    for file in files:
        game = pygambit.read_efg(str(file))
        for precision in PRECISIONS:
            ours, answer = pactum(binary, file, precision)
            theirs, lam, took = logit(game, precision)
            seconds.append((file, precision, took))
            ours, theirs = matched(ours, theirs)
            cases += 1
            apart = max(abs(a - b) for key in ours for a, b in zip(ours[key], theirs[key]))
            own = residual(game, ours, precision)
            if own is not None and own > 1e-9:
                odd.append((file.name, precision, apart, None))
                print(f"{file.name} at {precision}: pactum's own residual is {own:.1e}")
            elif apart > SAME:
                odd.append((file.name, precision, apart, reason(game, ours, theirs, lam, precision, answer)))
    return cases, odd, seconds


def timed(files, seconds):
    """The benchmark's time for the same solves, and the median ratio."""
    (rows,) = tables("solving", *files)
    ours = {(row["file"], float(row["lambda"])): float(row["solve_seconds"]) for row in rows}
    ratios = [took / ours[(str(file), precision)] for file, precision, took in seconds]
    theirs = statistics.median(took for _, _, took in seconds)
    print(f"median solve: Gambit {theirs:.7f} s, pactum {statistics.median(ours.values()):.7f} s")
    print(f"ratio solve by solve: median {statistics.median(ratios):.0f}, least {min(ratios):.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--binary", default=ROOT / "target" / "release" / "pactum")
    parser.add_argument("--crossing", action="store_true", help="trees whose sets have no order of time")
    parser.add_argument("--time", action="store_true", help="time both, solve for solve")
    arguments = parser.parse_args()
    in_environment()
    trees = ROOT / "target" / "random-trees"
    for old in trees.glob("*.efg"):
        old.unlink()
    make = [sys.executable, ROOT / "scripts" / "random_trees.py", "--count", str(arguments.count)]
    make += ["--seed", str(arguments.seed), "--out", trees] + ["--crossing"] * arguments.crossing
    subprocess.run(make, check=True)
    files = sorted(trees.glob("*.efg"))
    cases, odd, seconds = compare(arguments.binary, files)
    for name, precision, apart, why in odd:
        print(f"{name} at precision {precision}: {apart:.1e} apart; {why or 'NO REASON FOUND'}")
    same = cases - len(odd)
    print(f"{same} of {cases} cases agree to {SAME:g} ({100 * same / cases:.1f} %)")
    if arguments.time:
        timed(files, seconds)
    if any(why is None for *_, why in odd) or same < 0.98 * cases:
        sys.exit(1)


if __name__ == "__main__":
    main()
