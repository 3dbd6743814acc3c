"""The Gambit that the judges use: pygambit from PyPI, in an environment of its own under target/.

The variable GAMBIT names another version, such as GAMBIT=17.0.0b2.
"""

import os
import time

from environment import enter

VERSION = os.environ.get("GAMBIT", "16.7.0")


def in_environment():
    """Starts the script again where that version is installed, unless it already runs there."""
    enter(f"gambit-{VERSION}", {"pygambit": f"pygambit=={VERSION}"})


def logit(game, precision):
    """The logit equilibrium on the principal branch: the probabilities by player and rank of the set, the precision that
    Gambit returned, and the processor seconds that it took."""
    import pygambit

    start = time.process_time()
    profile = pygambit.qre.logit_solve_lambda(game, lam=[precision])[0]
    seconds = time.process_time() - start
    found = numbered(game, profile) if hasattr(game, "root") else labelled(profile)
    return found, profile.lam, seconds


def numbered(game, profile):
    """The probabilities in a profile of Gambit 16, which numbers a player's sets in the order of the file's numbers."""
    found, at = {}, 0
    for player in game.players:
        for infoset in player.infosets:
            found[(player.label, infoset.number)] = [profile[at + k] for k in range(len(infoset.actions))]
            at += len(infoset.actions)
    return found


def labelled(profile):
    """The same of Gambit 17, which gives sets in the order in which the tree meets them: so the random trees number them."""
    found = {}
    for player in profile.game.players:
        for rank, (_, chances) in enumerate(profile.profile[player]):
            found[(player, rank)] = [chance for _, chance in chances]
    return found
