#!/usr/bin/env python3
"""Writes random games in extensive form as .efg files, the same for the same seed everywhere.

Two to four players, moves of chance, information sets, up to 60 nodes, payoffs that are whole numbers or simple
fractions, some of them paid on the way. Every information set lies at one depth of the tree, so that no player meets
one twice and no two of them cross. With --crossing sets lie at several depths and have no order of time: on one path
one of them comes first, on another path another. Still no player meets one twice.

    python3 scripts/random_trees.py --count 200 --seed 1 --out trees
    python3 scripts/random_trees.py --count 200 --seed 1 --crossing --out crossing
"""

import argparse
import pathlib


class Random:
    """SplitMix64 (Steele, Lea & Flood 2014)."""

    def __init__(self, seed):
        self.state = seed

    def number(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def below(self, bound):
        return self.number() % bound

    def between(self, low, high):
        return low + self.below(high - low + 1)


class Growth:
    """A tree in the making."""

    def __init__(self, random, most_nodes, crossing):
        self.random = random
        self.players = random.between(2, 4)
        self.room = random.between(12, most_nodes)
        self.depth = random.between(2, 5)
        self.lines = []
        self.crossing = crossing
        # By player and depth (None where sets may cross): the number of each set and of its actions.
        self.sets = {}
        # The sets on the way to the present node.
        self.path = []
        # What comes right after each set, and after each chance move, which is a step of its own.
        self.after = {}
        self.last_set = [0] * self.players
        self.chances = 0
        self.outcomes = 0
        # The nodes that are bound to come: each action that was offered needs one.
        self.bound = 1

    def node(self, depth):
        actions = self.may_offer(depth)
        if actions == 0:
            self.lines.append(f't "" {self.outcome()}')
            return
        self.bound += actions
        kind = self.random.below(5)
        self.lines.append(self.chance(actions) if kind == 0 else self.decision(actions, depth))
        for _ in range(actions):
            self.node(depth + 1)
        self.path.pop()

    def may_offer(self, depth):
        """How many actions a node may have; 0 at an end."""
        left = self.room - self.bound
        if depth >= self.depth or left < 2 or (depth > 1 and self.random.below(4) == 0):
            return 0
        return min(left, self.random.between(2, 3))

    def chance(self, actions):
        self.chances += 1
        weights = [self.random.between(1, 4) for _ in range(actions)]
        named = [f'"{chr(97 + at)}" {weight}/{sum(weights)}' for at, weight in enumerate(weights)]
        self.arrive(("chance", self.chances))
        return f'c "" {self.chances} "" {{ {" ".join(named)} }} {self.on_the_way()}'

    def decision(self, actions, depth):
        player = self.random.below(self.players)
        place = (player, None if self.crossing else depth)
        known = [number for number, count in self.sets.get(place, []) if count == actions]
        if self.crossing:
            known = [number for number in known if (player, number) not in self.path]
        if known and self.random.below(3) > 0:
            number = known[self.random.below(len(known))]
        else:
            self.last_set[player] += 1
            number = self.last_set[player]
            self.sets.setdefault(place, []).append((number, actions))
        self.arrive((player, number))
        named = " ".join(f'"{chr(97 + at)}"' for at in range(actions))
        return f'p "" {player + 1} {number} "" {{ {named} }} {self.on_the_way()}'

    def arrive(self, step):
        """Goes on to a set or a chance move."""
        if self.path:
            self.after.setdefault(self.path[-1], set()).add(step)
        self.path.append(step)

    def crosses(self):
        """Whether some sets have no order of time: what is left when steps before which nothing is left are taken away."""
        left = dict(self.after)
        while True:
            late = set().union(*left.values()) if left else set()
            first = [step for step in left if step not in late]
            if not first:
                return bool(left)
            for step in first:
                del left[step]

    def on_the_way(self):
        return self.outcome() if self.random.below(6) == 0 else "0"

    def outcome(self):
        self.outcomes += 1
        payoffs = ", ".join(self.payoff() for _ in range(self.players))
        return f'{self.outcomes} "o{self.outcomes}" {{ {payoffs} }}'

    def payoff(self):
        whole = self.random.between(-10, 10)
        divisor = [1, 1, 1, 2, 3, 4][self.random.below(6)]
        return str(whole) if divisor == 1 else f"{whole}/{divisor}"


def tree(seed, number, most_nodes=60, crossing=False):
    """The text of a tree in which at least two players move; whose sets cross, if that is asked for."""
    random = Random((seed << 32) + number)
    while True:
        growth = Growth(random, most_nodes, crossing)
        growth.node(0)
        if sum(1 for count in growth.last_set if count) >= 2 and growth.crosses() == crossing:
            break
    players = " ".join(f'"P{player + 1}"' for player in range(growth.players))
    return f'EFG 2 R "random tree {seed}.{number}" {{ {players} }}\n""\n\n' + "\n".join(growth.lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nodes", type=int, default=60, help="the most nodes of a tree")
    parser.add_argument("--crossing", action="store_true", help="sets without an order of time")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the folder")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for number in range(arguments.count):
        text = tree(arguments.seed, number, arguments.nodes, arguments.crossing)
        (arguments.out / f"tree_{number:04}.efg").write_text(text)


if __name__ == "__main__":
    main()
