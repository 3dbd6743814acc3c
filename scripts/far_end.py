#!/usr/bin/env python3
"""Follows the principal branch of many games to its far end, and judges what `pactum solve` says is there.

Games: those of scenarios/games, the catalog that Gambit (scripts/gambit.py) brings along, as far as pactum reads them, and
random ones with a fixed seed: trees (scripts/random_trees.py) and tables of two to four players.

    python3 scripts/far_end.py
    python3 scripts/far_end.py --count 100 --seed 2
    python3 scripts/far_end.py --crossing   # random trees whose sets have no order of time

Without --lambda each must end in a profile in which nobody can gain more than 1e-9 of its payoff range, at reached and
at unreached information sets as pactum reports it, and at reached ones as reckoned here from the file alone. With
--lambda so that precision × payoff range is 1e4, 1e5 and 1e6 each must be solved. It ends with exit code 1 if either
holds in less than 99.5 %, and names the games that fail.
"""

import argparse
import concurrent.futures
import itertools
import json
import os
import pathlib
import subprocess
import sys

from environment import ROOT
from gambit import in_environment
from random_trees import Random, tree

# Precision × payoff range; None where it rises without bound.
STEEPNESS = [None, 1e4, 1e5, 1e6]
NEGLIGIBLE = 1e-9
ENOUGH = 0.995
TIME = 120


def table(seed, number):
    """The text of a random table: two players with up to 8 actions, or three or four with fewer."""
    random = Random((seed << 32) + (1 << 31) + number)
    players = [2, 2, 2, 3, 4][random.below(5)]
    most = {2: 8, 3: 4, 4: 3}[players]
    actions = [random.between(2, most) for _ in range(players)]
    cells = 1
    for count in actions:
        cells *= count
    spread = [2, 10, 100][random.below(3)]
    payoffs = " ".join(str(random.between(-spread, spread)) for _ in range(cells * players))
    named = " ".join(f'"P{player + 1}"' for player in range(players))
    return f'NFG 1 R "random table {seed}.{number}" {{ {named} }} {{ {" ".join(map(str, actions))} }}\n\n{payoffs}\n'


def games(place, count, seed, crossing, more):
    """The files to solve; `more` are folders besides."""
    import pygambit

    random = place / "random"
    random.mkdir(parents=True, exist_ok=True)
    for old in random.iterdir():
        old.unlink()
    trees = count * 3 // 5
    for number in range(trees):
        (random / f"tree_{number:04}.efg").write_text(tree(seed, number, crossing=crossing))
    for number in range(count - trees):
        (random / f"table_{number:04}.nfg").write_text(table(seed, number))
    catalog = pathlib.Path(pygambit.__file__).parent / "catalog_data"
    found = []
    for folder in (ROOT / "scenarios" / "games", catalog, random, *more):
        found += sorted(path for path in folder.rglob("*") if path.suffix in (".efg", ".nfg"))
    return found


class Game:
    """A game as pygambit reads it."""

    def __init__(self, file):
        import pygambit

        read = {".efg": pygambit.read_efg, ".nfg": pygambit.read_nfg}[file.suffix]
        self.game = read(str(file))
        self.table = file.suffix == ".nfg"
        if self.table:
            self.shape = [len(player.strategies) for player in self.game.players]
            payoffs = {}
            for at in itertools.product(*map(range, self.shape)):
                outcome = self.game[at]
                payoffs[at] = [float(outcome[player]) for player in self.game.players]
            self.payoffs = payoffs
            self.ranges = spans(payoffs.values())
        else:
            # The numbers of information sets in the file, whose nodes stand in the order in which they are visited.
            moves = (line.split('"')[2].split() for line in file.read_text().splitlines() if line.startswith("p "))
            self.numbers = [int(move[1]) for move in moves]
            self.movers = itertools.count()
            self.ends = []
            self.root = self.node(self.game.root, [0.0] * len(self.game.players))
            self.ranges = spans(self.ends)

    def node(self, node, paid):
        """(who, number, chances, children, payoffs so far) of a node."""
        if node.outcome:
            paid = [before + float(node.outcome[player]) for before, player in zip(paid, self.game.players)]
        if node.is_terminal:
            self.ends.append(paid)
            return (None, None, None, [], paid)
        key = None if node.player.is_chance else (node.player.label, self.numbers[next(self.movers)])
        children = [self.node(child, paid) for child in node.children]
        if key is None:
            return (None, None, [float(action.prob) for action in node.infoset.actions], children, paid)
        return (node.player.number, key, None, children, paid)

    def regrets(self, play):
        """The largest one-shot regret at reached sets, in shares of the payoff range."""
        return self.table_regret(play) if self.table else self.tree_regret(play)

    def table_regret(self, play):
        mixes = [play[(player.label, 1)] for player in self.game.players]
        worst = 0.0
        for player, mix in enumerate(mixes):
            values = [0.0] * len(mix)
            for at, payoffs in self.payoffs.items():
                chance = 1.0
                for other, action in enumerate(at):
                    if other != player:
                        chance *= mixes[other][action]
                values[at[player]] += chance * payoffs[player]
            worst = max(worst, regret(values, mix) / self.ranges[player] if self.ranges[player] else 0.0)
        return worst

    def tree_regret(self, play):
        sums = {}

        def visit(node, reach):
            mover, key, chances, children, paid = node
            if not children:
                return paid
            weights = chances or play[key]
            below = [visit(child, reach * weight) for child, weight in zip(children, weights)]
            if mover is not None:
                values = sums.setdefault(key, [mover, 0.0, [0.0] * len(weights)])
                values[1] += reach
                for action, value in enumerate(below):
                    values[2][action] += reach * value[mover]
            return [sum(weight * value[at] for weight, value in zip(weights, below)) for at in range(len(paid))]

        visit(self.root, 1.0)
        worst = 0.0
        for key, (mover, reach, values) in sums.items():
            # What is hardly reached is for beliefs to judge, which only pactum has.
            if reach > 1e-5 and self.ranges[mover]:
                worst = max(worst, regret([value / reach for value in values], play[key]) / self.ranges[mover])
        return worst


def spans(payoffs):
    return [max(column) - min(column) for column in zip(*payoffs)]


def regret(values, play):
    """What the best action would gain over the play."""
    best = max(values)
    return sum(chance * (best - value) for chance, value in zip(play, values))


def solve(binary, file, precision):
    command = [binary, "solve", file, "--format", "json"]
    if precision is not None:
        command += ["--lambda", repr(precision)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=TIME)
    except subprocess.TimeoutExpired:
        return None, f"took more than {TIME} s"
    if ran.returncode not in (0, 5):
        return None, (ran.stderr.strip().splitlines() or ["?"])[0]
    answer = json.loads(ran.stdout) if ran.stdout.strip() else None
    if ran.returncode == 5:
        return answer, " ".join(ran.stderr.split()) or "exit code 5"
    return answer, None


def play_of(answer):
    """By player and number of the set in the file."""
    found = {}
    for row in answer["strategies"]:
        found.setdefault((row["actor"], int(row["information_set"])), []).append(row["probability"])
    return found


def judged(binary, file, game, steepness):
    """None where the game is solved, or what is wrong."""
    widest = max(game.ranges) or 1.0
    answer, wrong = solve(binary, file, None if steepness is None else steepness / widest)
    if wrong:
        return wrong
    if steepness is not None:
        return None if answer["reached"] == 1 else f"the branch was followed to {answer['reached']:.2g} of the precision"
    shares = [
        (actor["regret"] or 0.0) / span for actor, span in zip(answer["actors"], game.ranges) if span
    ]
    if max(shares, default=0.0) > NEGLIGIBLE * 1.0001:
        return f"reports a regret of {max(shares):.1e} of the payoff range"
    play = play_of(answer)
    if game.table:
        play = {(actor, 1): mix for (actor, _), mix in play.items()}
    own = game.regrets(play)
    return f"has a regret of {own:.1e} of the payoff range" if own > 1.5 * NEGLIGIBLE else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=500, help="random games")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crossing", action="store_true", help="trees whose sets have no order of time")
    parser.add_argument("--games", type=pathlib.Path, nargs="*", default=[], help="folders of further games")
    parser.add_argument("--binary", default=ROOT / "target" / "release" / "pactum")
    parser.add_argument("--only", help="part of the names of files")
    arguments = parser.parse_args()
    in_environment()
    files = games(
        ROOT / "target" / "far-end", arguments.count, arguments.seed, arguments.crossing, arguments.games
    )
    if arguments.only:
        files = [file for file in files if arguments.only in str(file)]
    readable = []
    for file in files:
        said = subprocess.run([arguments.binary, "solve", file, "--lambda", "0", "--quiet"], capture_output=True, text=True)
        if said.returncode == 0:
            readable.append((file, Game(file)))
        else:
            print(f"{file.parent.name}/{file.name} is left out: {said.stderr.splitlines()[0]}")
    enough = True
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for steepness in STEEPNESS:
            found = pool.map(lambda one: judged(arguments.binary, *one, steepness), readable)
            failed = [(file, why) for (file, _), why in zip(readable, found) if why]
            for file, why in failed:
                print(f"  {file.parent.name}/{file.name}: {why}")
            solved = len(readable) - len(failed)
            what = "without --lambda" if steepness is None else f"precision × range {steepness:g}"
            print(f"{what}: {solved} of {len(readable)} ({100 * solved / len(readable):.1f} %)")
            enough &= solved >= ENOUGH * len(readable)
    if not enough:
        sys.exit(1)


if __name__ == "__main__":
    main()
