#!/usr/bin/env python3
"""Measures how fast pactum is on this machine, and writes docs/performance.md.

Runs the benchmarks, times whole commands, and solves random trees beside Gambit (scripts/gambit.py; GAMBIT names the
version) in the same run. Times are medians; compare ratios, not seconds, between machines.

    cargo build --release
    python3 scripts/performance.py
"""

import json
import os
import pathlib
import statistics
import tempfile

from environment import ROOT
from measure import benchmark, beside_gambit, command, processor, tables

MAIN = ROOT / "scenarios/nato_clause.toml"
PAGE = ROOT / "docs/performance.md"
GAMBIT = os.environ.get("GAMBIT", "17.0.0b2")
# Trees that are solved beside Gambit, draws of the main scenario that are timed, and how often.
TREES, DRAWS, TIMES = 200, 64, 5
# Levels of the trees whose nodes are timed: 2^(n + 1) - 2 nodes each, of about 2 kB.
LEVELS = [9, 12, 15, 18]


def main_scenario(place):
    """The median seconds of a run on one thread and on two, the memory on two, and the sweeps of a draw by variant."""
    run = ["run", MAIN, "--draws", DRAWS, "--out", place / "run", "--force", "--fresh", "--threads"]
    both = [(command(*run, 1), command(*run, 2)) for _ in range(TIMES)]
    one, two = (statistics.median(pair[which][0] for pair in both) for which in (0, 1))
    solver = json.loads((place / "run/manifest.json").read_text())["solver"]
    return one, two, max(pair[1][2] for pair in both), {row["variant"]: row["mean_sweeps"] for row in solver}


def sizes():
    """A table of what a node costs in trees of several sizes, and how far memory and arithmetic account for a sweep."""
    trees, (core,) = tables("sizes", *LEVELS)
    lines = [
        f"| {float(tree['nodes']):,.0f} | {tree['explore']} | {tree['sweep']} | {tree['exact']} | {tree['step']} |"
        for tree in trees
    ]
    core = {name: float(figure) for name, figure in core.items()}
    large = {name: float(figure) for name, figure in trees[-1].items()}
    # A byte that is copied is read and written; the least that each number needs is to be moved once.
    moving, powers = large["sweep_bytes"] * core["copied_byte"] / 2, large["sweep_exponentials"] * core["exponential"]
    return f"""## By size

Trees of one period, in which an actor with two types, another one and chance move in turns (`benches/sizes.rs`), on one
core, in nanoseconds. A sweep and the exact pass work on eight draws at once; theirs are per node and draw.

| nodes | exploring a node | solving, per node and sweep | exact pass, per node | playing a step |
|---|---|---|---|---|
{chr(10).join(lines)}

What bounds a sweep: in the largest tree it must move {large['sweep_bytes']:.0f} bytes per node and draw even if it meets
every array but once forward and once backward, for which this core needs {moving:.2f} ns (it copies
{1 / core['copied_byte']:.1f} GB a second), and take {large['sweep_exponentials']:.2f} exponentials, which need {powers:.2f} ns
(one takes {core['exponential']:.2f} ns, a multiplication with an addition {core['multiplication']:.3f} ns). So memory
accounts for {moving / large['sweep']:.0%} of its {large['sweep']:.1f} ns, and exponentials for {powers / large['sweep']:.0%}.
"""


def page():
    with tempfile.TemporaryDirectory() as place:
        one, two, memory, sweeps = main_scenario(pathlib.Path(place))
    deal, play = benchmark("main_scenario", "largest"), benchmark("play")
    *_, median, least = beside_gambit(GAMBIT, TREES)
    nodes = {name: 1e9 / deal[f"solved {name}"][1] for name in sweeps}
    by_hand = statistics.median(play[f"by_hand {games}"][0] / play[f"from_a_file {games}"][0] for games in (1000, 10000))
    rows = [
        ("main scenario, a draw of both variants, one thread", f"{1000 * one / DRAWS:.0f} ms"),
        ("the same on two threads", f"{one / two:.2f} times as fast, {memory:.0f} MB at most"),
        *((f"`{name}`: sweeps of a draw", f"{count:.1f}") for name, count in sweeps.items()),
        *((f"`{name}`: solving, per node, draw and sweep", f"{nanoseconds:.1f} ns") for name, nanoseconds in nodes.items()),
        *((f"`{name}`: exploring", f"{1000 * deal[f'explored {name}'][0]:.1f} ms") for name in sweeps),
        *((f"`{name}`: a hundred games", f"{1e6 * deal[f'played {name}'][0]:.0f} µs") for name in sweeps),
        ("playing with all tallies, beside scalar Rust by hand", f"{by_hand:.2f} times as fast"),
        (f"agent logit at one λ, in process, beside Gambit {GAMBIT}", f"{median:.0f} times as fast, at least {least}"),
    ]
    table = "\n".join(f"| {what} | {figure} |" for what, figure in rows)
    return f"""# How fast it is

Written by `python3 scripts/performance.py`, which measures everything anew, on {os.cpu_count()} cores of
{processor()}. Seconds differ between machines, and on a busy one; ratios less.

| what | figure |
|---|---|
{table}

Solving is four fifths of a run of the main scenario, and of that two thirds are sweeps and one third what follows the
last period; the nanoseconds hold both. Measured and without gain: Anderson acceleration of whole sweeps (one sweep fewer
in eighteen, as no few directions dominate the error), blocks of four draws, and a looser worth of what follows the last
period. Every sweep of a slow draw divides the residual by five to seven. Draws do not start from the nominal solution, as
that may lie on another branch.

{sizes()}
What other programs take for the same work is in [peers.md](peers.md).
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
