"""How long benchmarks and commands take, for the scripts that write about it."""

import csv
import os
import pathlib
import platform
import re
import subprocess
import sys
import time

from environment import ROOT

PACTUM = ROOT / "target/release/pactum"
UNITS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "item/s": 1.0, "Kitem/s": 1e3, "Mitem/s": 1e6, "Gitem/s": 1e9}


def printed(bench, *arguments):
    """What a benchmark prints."""
    command = ["cargo", "bench", "--locked", "--bench", bench, "--", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def benchmark(name, *skipped):
    """The median seconds of each benchmark of a file but those skipped, and its items a second where it counts them, by
    path; each for some seconds."""
    arguments = ["--max-time", "8", *(word for skip in skipped for word in ("--skip", skip))]
    found, group, last = {}, None, None
    for line in printed(name, *arguments).splitlines():
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


def tables(bench, *arguments):
    """The rows of each table that a benchmark prints as CSV: where a line begins with a letter, a table does."""
    found = []
    for line in csv.reader(printed(bench, *arguments).splitlines()):
        if line and line[0].isidentifier():
            found.append([])
            names = line
        elif found:
            found[-1].append(dict(zip(names, line)))
    return found


def command(*arguments):
    """The seconds that a command takes, its processor seconds, and its peak memory in MB."""
    start = time.perf_counter()
    child = subprocess.Popen([PACTUM, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    # With exit code 5 the results are there, and say what is not solved.
    if os.waitstatus_to_exitcode(status) not in (0, 5):
        raise SystemExit(f"pactum {' '.join(map(str, arguments))} failed")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def beside_gambit(version, trees):
    """The median seconds of Gambit and of pactum for a logit equilibrium of a random tree, in process, and the median and
    the least ratio, solve by solve."""
    judge = [sys.executable, ROOT / "scripts/gambit_equilibria.py", "--count", str(trees), "--time"]
    ran = subprocess.run(judge, env={**os.environ, "GAMBIT": version}, check=True, capture_output=True, text=True)
    medians = re.search(r"median solve: Gambit (\S+) s, pactum (\S+) s", ran.stdout).groups()
    ratios = re.search(r"ratio solve by solve: median (\S+), least (\S+)", ran.stdout).groups()
    return [float(figure) for figure in (*medians, *ratios)]


def processor():
    """What the system calls the processor."""
    try:
        names = re.findall(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
        return names[0]
    except (OSError, IndexError):
        return platform.machine()
