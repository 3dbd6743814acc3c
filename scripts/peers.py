#!/usr/bin/env python3
"""Measures pactum beside the tools that somebody would use instead, on the same work, and writes docs/peers.md.

Installs Gambit (scripts/gambit.py), and OpenSpiel, Storm, SALib and the EMA Workbench into environments below target/. What
cannot be installed is not measured, and the page says so. One core, both sides in one run. Peers and whole commands are
measured in processor seconds, so that a busy machine does not count against them. Where a peer answers in process, pactum
does as well, in its benchmarks, whose times are medians of what a clock on the wall shows.

    cargo build --release
    python3 scripts/peers.py
"""

import contextlib
import importlib.metadata
import io
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

from environment import ROOT, enter
from measure import PACTUM, benchmark, beside_gambit, command, processor, tables

PAGE = ROOT / "docs/peers.md"
MAIN = ROOT / "scenarios/nato_clause.toml"
FUNCTIONS = ROOT / "tests/engine/sensitivity/functions.toml"
REQUIREMENTS = {
    "pyspiel": "open_spiel==2.0.*",
    "stormpy": "stormpy==2.0.*",
    "SALib": "SALib==1.6.*",
    "ema_workbench": "ema_workbench>=2.5,<4",
}
GAMBITS, TREES = ["16.7.0", "17.0.0b2"], 200
# Seconds for which what repeats is measured.
SECONDS = 2.0
# Base points and resamples of Sobol indices, and of what is driven by the EMA Workbench.
POINTS, RESAMPLES, DRIVEN = 4096, 100, 128


def gambit():
    """Logit equilibria of random trees."""
    rows = []
    for version in GAMBITS:
        try:
            theirs, ours, median, least = beside_gambit(version, TREES)
        except subprocess.CalledProcessError as error:
            rows.append((f"Gambit {version}", f"not measured: {reason(error)}"))
            continue
        what = f"agent logit of {TREES} random trees at three λ, a median solve; the least ratio of all is {least}"
        rows.append((f"Gambit {version}", what, theirs, ours, median))
    return rows


def each(action):
    """The processor seconds of an action, on average over as many as fit into SECONDS."""
    start, count = time.process_time(), 0
    while (passed := time.process_time() - start) < SECONDS or count == 0:
        action()
        count += 1
    return passed / count


def openspiel():
    """What both do with poker: one pass of an algorithm, exact values, best responses, random games."""
    import pyspiel

    rows = []
    name = f"OpenSpiel {importlib.metadata.version('open_spiel')}"
    with tempfile.TemporaryDirectory() as place:
        leduc = pathlib.Path(place) / "leduc.efg"
        with open(leduc, "w") as file:
            subprocess.run([sys.executable, ROOT / "scripts/leduc.py"], stdout=file, check=True)
        kuhn = ROOT / "scenarios/games/kuhn.efg"
        ours = {(row["file"], row["lambda"]): row for row in tables("solving", kuhn, leduc)[0]}
    for game, number, file in (("kuhn_poker", "Kuhn, 58 nodes", kuhn), ("leduc_poker", "Leduc, 9,457 nodes", leduc)):
        game, own = pyspiel.load_game(game), ours[(str(file), "1")]
        solver = pyspiel.CFRSolver(game)
        rows.append((
            name, f"{number}: an iteration of CFR, beside a sweep of beliefs, values and responses",
            each(solver.evaluate_and_update_policy), 1 / float(own["sweeps_per_second"]),
        ))
        policy = solver.tabular_average_policy()
        rows.append((
            name, f"{number}: expected payoffs of a profile, beside the exact pass",
            each(lambda: pyspiel.expected_returns(game.new_initial_state(), policy, -1, True)),
            float(own["exact_seconds"]),
        ))
        rows.append((
            name, f"{number}: both players' best responses (NashConv)",
            each(lambda: pyspiel.nash_conv(game, policy)), float(own["best_response_seconds"]),
        ))
        rows.append((
            name, f"{number}: a game played from the profile, driven from Python",
            each(lambda: rollout(game, policy)), 1 / float(own["games_per_second"]),
        ))
    return rows


def rollout(game, policy):
    import random

    state = game.new_initial_state()
    while not state.is_terminal():
        options = state.chance_outcomes() if state.is_chance_node() else policy.action_probabilities(state).items()
        actions, chances = zip(*options)
        state.apply_action(random.choices(actions, chances)[0])
    return state.returns()


def storm():
    """The chain of the solved main scenario: read, its exact outcomes, and games."""
    import stormpy
    from stormpy.simulator import create_simulator

    from storm import PRECISION, Judge, results

    judge, bench = Judge(), benchmark("main_scenario", "largest", "solved")
    with tempfile.TemporaryDirectory() as place:
        base, run = pathlib.Path(place) / "chain", pathlib.Path(place) / "run"
        probabilities, _ = results(MAIN, run)[0]["clause"]
        export = [PACTUM, "export", MAIN, "--variant", "clause", "--format", "prism", "--out", base, "--quiet"]
        subprocess.run(export, check=True)
        reading, model = timed(lambda: judge.model(base))
        asking, found = timed(lambda: [judge.ask(model, f'P=? [F "{outcome}"]') for outcome in probabilities])
        apart = max(abs(one - other) for one, other in zip(found, probabilities.values()))
        assert apart < 1e-9, apart
        simulator = create_simulator(model, seed=1)
        walking = each(lambda: walk(simulator, probabilities))
    # The benchmarks' pass works on eight draws, and they play a hundred games.
    exploring, passing, playing = (bench[f"{what} clause"][0] for what in ("explored", "worked_out", "played"))
    chain = f"a chain of {model.nr_states:,} states, the main scenario solved"
    rows = [
        (f"{chain}: read from explicit files, beside exploring the scenario", reading, exploring),
        (f"{chain}: all outcomes to {PRECISION}, beside the exact pass of a draw", asking, passing / 8),
        (f"{chain}: a game, stepped from Python, beside one with all tallies", walking, playing / 100),
    ]
    return [(f"Storm {stormpy.__version__}", *row) for row in rows]


def timed(action):
    """The processor seconds of an action that takes long, and what it gives."""
    start = time.process_time()
    found = action()
    return time.process_time() - start, found


def walk(simulator, outcomes):
    _, _, labels = simulator.restart()
    while not any(label in outcomes for label in labels):
        _, _, labels = simulator.random_step()


def salib():
    """Sobol indices of functions of eight parameters."""
    import numpy
    from SALib.analyze import sobol
    from SALib.sample import sobol as design

    problem = {"num_vars": 8, "names": list("xyzabcde"), "bounds": [[0, 1]] * 8}

    def analysed():
        points = design.sample(problem, POINTS, calc_second_order=True, seed=1)
        for result in (points[:, 0] + points[:, 1] * points[:, 2], numpy.prod(points[:, 3:] + 1, axis=1)):
            sobol.analyze(problem, result, calc_second_order=True, num_resamples=RESAMPLES, seed=1)

    with tempfile.TemporaryDirectory() as place:
        arguments = ["sensitivity", FUNCTIONS, "--points", POINTS, "--second-order", "--resamples", RESAMPLES]
        output = ["--threads", 1, "--out", pathlib.Path(place) / "indices", "--force", "--fresh"]
        pairs = [(timed(analysed)[0], command(*arguments, *output)[1]) for _ in range(3)]
    theirs, ours = (statistics.median(pair[which] for pair in pairs) for which in (0, 1))
    what = (
        f"Sobol indices to the second order of two functions of eight parameters, {POINTS * 18:,} evaluations, {RESAMPLES} "
        "resamples: points and analysis, beside all of `pactum sensitivity` with the evaluations"
    )
    return [(f"SALib {importlib.metadata.version('SALib')}", what, theirs, ours)]


def workbench():
    """One evaluation of a game that both solve."""
    import ema_speed

    with contextlib.redirect_stderr(io.StringIO()):  # the bar of its progress
        found = ema_speed.judge(DRIVEN)
    name = f"EMA Workbench {importlib.metadata.version('ema_workbench')}"
    what = "one evaluation of a game of three decisions over eight periods, solved in NumPy"
    return [
        (name, f"{what} and driven by the workbench, beside a draw of `pactum sweep`", found["driven"], found["pactum"]),
        ("NumPy", f"{what}, alone", found["alone"], found["pactum"]),
    ]


def reason(error):
    """The last line of what went wrong."""
    said = getattr(error, "stderr", None) or str(error)
    return said.strip().splitlines()[-1] if said.strip() else type(error).__name__


def measured():
    """The rows of all peers; a peer that cannot be imported has one that says so."""
    rows = gambit()
    for module, peer, measure in (
        ("pyspiel", "OpenSpiel", openspiel),
        ("stormpy", "Storm", storm),
        ("SALib", "SALib", salib),
        ("ema_workbench", "EMA Workbench", workbench),
    ):
        try:
            __import__(module)
        except ImportError:
            rows.append((peer, f"not measured: {REQUIREMENTS[module]} cannot be installed here"))
            continue
        rows += measure()
    return [*rows, ("PRISM", "not measured: it is in none of the package registries that this script uses")]


def rounded(figure):
    """With two digits, or all before the point."""
    return f"{figure:.0f}" if figure >= 9.95 else f"{figure:.1f}" if figure >= 0.995 else f"{figure:.2g}"


def seconds(time):
    """A time in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if time >= size:
            return f"{rounded(time / size)} {unit}"
    return f"{rounded(time / 1e-9)} ns"


def line(peer, what, theirs=None, ours=None, ratio=None):
    if theirs is None:
        return f"| {peer} | {what} | | | |"
    return f"| {peer} | {what} | {seconds(theirs)} | {seconds(ours)} | {rounded(ratio or theirs / ours)} |"


def page():
    table = "\n".join(line(*row) for row in measured())
    return f"""# Beside others

Written by `python3 scripts/peers.py`, which measures everything anew, on one core of {processor()}. The peers' seconds are
those of the processor; pactum's in process are medians by the clock on the wall, so that a busy machine,
counts against it. A ratio above 1 says how many times as fast pactum was.

| peer | what was done | the peer | pactum | ratio |
|---|---|---|---|---|
{table}

Each does what it is made for, and these are not always the same. Gambit traces a branch to λ and gives all points of it if
asked; the ratio is the median over solves, which is not that of the medians. An iteration of CFR goes on to a Nash
equilibrium, a sweep to a logit equilibrium; both pass over the whole tree. OpenSpiel and Storm are C++ called from Python:
games are driven from Python, as their own guides do. OpenSpiel plays and solves games from a generic interface, one state
object at a time, and thousands of games that are too large for a tree. Storm reads any chain, and answers questions that
pactum does not ask. That the results are the same is judged by other scripts ([interchange.md](interchange.md)).
How fast pactum is in itself is in [performance.md](performance.md).
"""


if __name__ == "__main__":
    enter("peers", REQUIREMENTS, optional=True)
    warnings.filterwarnings("ignore")
    PAGE.write_text(page(), encoding="utf-8")
