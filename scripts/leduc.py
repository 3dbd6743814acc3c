#!/usr/bin/env python3
"""Writes Leduc poker (Southey et al. 2005) as an .efg file: 9,457 nodes, 936 information sets.

Two players, six cards of three ranks and two suits. Each antes 1 and gets a card; after a round of betting a public
card is turned, and a second round follows. A bet is 2 in the first round and 4 in the second, with at most two raises
in each. A pair with the public card wins, otherwise the higher rank; equal ranks split. The tree is the one that
OpenSpiel has: the cards are dealt one after the other, and the suits are seen.

    python3 scripts/leduc.py > leduc.efg
"""

import sys

CARDS = [rank + suit for rank in "JQK" for suit in "hs"]
RANK = {card: "JQK".index(card[0]) for card in CARDS}
ANTE = 1
RAISE = [2, 4]
MOST_RAISES = 2


class Writer:
    """Nodes in preorder, with the numbers of information sets, chance moves and outcomes."""

    def __init__(self):
        self.lines = []
        self.sets = [{}, {}]
        self.outcomes = {}
        self.chances = 0

    def chance(self, cards):
        self.chances += 1
        actions = " ".join(f'"{card}" 1/{len(cards)}' for card in cards)
        self.lines.append(f'c "" {self.chances} "" {{ {actions} }} 0')

    def decision(self, player, seen, actions):
        number = self.sets[player].setdefault(seen, len(self.sets[player]) + 1)
        actions = " ".join(f'"{action}"' for action in actions)
        self.lines.append(f'p "" {player + 1} {number} "{seen}" {{ {actions} }} 0')

    def end(self, won):
        number = self.outcomes.setdefault(won, len(self.outcomes) + 1)
        label = "split" if won == 0 else f"Player {1 if won > 0 else 2} wins {abs(won)}"
        self.lines.append(f't "" {number} "{label}" {{ {won}, {-won} }}')


def showdown(private, public):
    """1 if the first player wins, -1 if the second does, 0 if they split."""
    strength = [10 if RANK[card] == RANK[public] else RANK[card] for card in private]
    return (strength[0] > strength[1]) - (strength[0] < strength[1])


def betting(writer, private, public, before, so_far, paid, raises):
    """A betting round from some point on: `before` holds the first round, `so_far` this one."""
    player = len(so_far) % 2
    behind = paid[player] < paid[1 - player]
    actions = (["fold"] if behind else []) + ["call" if behind else "check"]
    actions += ["raise"] if raises < MOST_RAISES else []
    seen = " ".join(word for word in [private[player], before, public, so_far] if word)
    writer.decision(player, seen, actions)
    for action in actions:
        if action == "fold":
            writer.end(paid[1] if player == 1 else -paid[0])
            continue
        after = list(paid)
        after[player] = paid[1 - player]
        bets = so_far + action[0]
        if action == "raise":
            after[player] += RAISE[1 if public else 0]
            betting(writer, private, public, before, bets, after, raises + 1)
        elif so_far == "":
            betting(writer, private, public, before, bets, after, raises)
        elif public:
            writer.end(showdown(private, public) * after[0])
        else:
            turn(writer, private, bets, after)


def turn(writer, private, before, paid):
    """The public card."""
    rest = [card for card in CARDS if card not in private]
    writer.chance(rest)
    for public in rest:
        betting(writer, private, public, before, "", paid, 0)


def main():
    writer = Writer()
    writer.chance(CARDS)
    for first in CARDS:
        rest = [card for card in CARDS if card != first]
        writer.chance(rest)
        for second in rest:
            betting(writer, [first, second], "", "", "", [ANTE, ANTE], 0)
    sys.stdout.write('EFG 2 R "Leduc poker" { "Player 1" "Player 2" }\n')
    sys.stdout.write('"Six cards, two rounds of betting, at most two raises in each."\n\n')
    sys.stdout.write("\n".join(writer.lines) + "\n")


if __name__ == "__main__":
    main()
