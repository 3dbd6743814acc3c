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
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACTUM = ROOT / "target/release/pactum"
MAIN = ROOT / "scenarios/nato_clause.toml"
PAGE = ROOT / "docs/performance.md"
GAMBIT = os.environ.setdefault("GAMBIT", "17.0.0b2")
# Trees that are solved beside Gambit, draws of the main scenario that are timed, and how often.
TREES, DRAWS, TIMES = 200, 64, 5
UNITS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "item/s": 1.0, "Kitem/s": 1e3, "Mitem/s": 1e6, "Gitem/s": 1e9}


def benchmark(name):
    """The median seconds of each benchmark, and its items a second where it counts them, by path."""
    command = ["cargo", "bench", "--locked", "--bench", name]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found, group, last = {}, None, None
    for line in printed.splitlines():
        row = re.match(r"(?P<tree>[│ ]*[├╰]─ )(?P<name>\S+)(?P<rest>.*)", line)
        if row:
            nested = not row["tree"].startswith(("├", "╰"))
            group = group if nested else row["name"]
            last = f"{group} {row['name']}" if nested else row["name"]
            rest = row["rest"]
        else:
            rest = line.lstrip("│ ")
        cells = [number(cell) for cell in rest.split("│")]
        if last and len(cells) >= 4 and cells[2] is not None:
            found.setdefault(last, []).append(cells[2])
    return found


def number(cell):
    """A time in seconds or a rate in items a second; None for anything else."""
    parts = cell.split()
    return float(parts[-2]) * UNITS[parts[-1]] if len(parts) >= 2 and parts[-1] in UNITS else None


def command(*arguments):
    """The seconds that a command takes, its processor seconds, and its peak memory in MB."""
    start = time.perf_counter()
    child = subprocess.Popen([PACTUM, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(child.pid, 0)
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main_scenario(place):
    """The median seconds of a run on one thread and on two, the memory on two, and the sweeps of a draw by variant."""
    run = ["run", MAIN, "--draws", DRAWS, "--out", place / "run", "--force", "--fresh", "--threads"]
    both = [(command(*run, 1), command(*run, 2)) for _ in range(TIMES)]
    one, two = (statistics.median(pair[which][0] for pair in both) for which in (0, 1))
    solver = json.loads((place / "run/manifest.json").read_text())["solver"]
    return one, two, max(pair[1][2] for pair in both), {row["variant"]: row["mean_sweeps"] for row in solver}


def copied():
    """Bytes of memory that one core copies in a second, the median of several."""
    source, times = bytearray(1 << 28), []
    for _ in range(TIMES):
        start = time.perf_counter()
        bytes(source)
        times.append(time.perf_counter() - start)
    return len(source) / statistics.median(times)


def beside_gambit():
    """The median and the least ratio of Gambit's time to pactum's, solve by solve, in process."""
    judge = [sys.executable, ROOT / "scripts/gambit_equilibria.py", "--count", str(TREES), "--time"]
    printed = subprocess.run(judge, check=True, capture_output=True, text=True).stdout
    return re.search(r"ratio solve by solve: median (\d+), least (\d+)", printed).groups()


def processor():
    try:
        names = re.findall(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
        return names[0]
    except (OSError, IndexError):
        return platform.machine()


def page():
    with tempfile.TemporaryDirectory() as place:
        one, two, memory, sweeps = main_scenario(pathlib.Path(place))
    deal, play = benchmark("main_scenario"), benchmark("play")
    median, least = beside_gambit()
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
        (f"agent logit at one λ, in process, beside Gambit {GAMBIT}", f"{median} times as fast, at least {least}"),
        ("memory that one core copies", f"{copied() / 1e9:.1f} GB a second"),
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
in eighteen, as no few directions dominate the error), a first step of one half, blocks of four draws, and a looser worth
of what follows the last period. Draws do not start from the nominal solution, as that may lie on another branch.
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
