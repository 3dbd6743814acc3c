"""How long a run takes in Python against the command, in pairs, and how a table of a million rows reaches pandas.

Both are release builds: the command as `target/release/pactum`, the package as installed in the Python that runs this,
with pandas and pyarrow. python scripts/python_speed.py [--pairs 7]
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pactum

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/pactum"
MAIN = ROOT / "scenarios/nato_clause.toml"
SMALL = ROOT / "scenarios/classics/inspection.toml"
DRAWS = 40


def seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def by_command() -> None:
    with tempfile.TemporaryDirectory() as folder:
        line = [PROGRAM, "run", MAIN, f"--draws={DRAWS}", "--quiet", "--out", f"{folder}/results"]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL)


def by_package() -> None:
    pactum.open(MAIN).run(draws=DRAWS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=7)
    pairs = parser.parse_args().pairs
    imports = [
        seconds(lambda: subprocess.run([sys.executable, "-c", "import pactum"], check=True)) for _ in range(pairs)
    ]
    print(f"a Python that imports pactum: {statistics.median(imports):.3f} s")
    ratios = []
    for number in range(pairs):
        # The first of a pair changes, so that neither profits from the other.
        first, second = (by_command, by_package) if number % 2 else (by_package, by_command)
        times = {first: seconds(first), second: seconds(second)}
        ratios.append(times[by_package] / times[by_command])
        print(f"command {times[by_command]:.2f} s, package {times[by_package]:.2f} s, ratio {ratios[-1]:.3f}")
    print(f"median ratio {statistics.median(ratios):.3f}")

    games = pactum.open(SMALL).run(draws=10_000, games=100, games_csv=True)
    read = seconds(lambda: games.games)
    arrow = games.games.to_arrow()
    frame = arrow.to_pandas(split_blocks=True)
    shared = [
        name
        for name in frame.select_dtypes("number")
        if frame[name].to_numpy().__array_interface__["data"][0] == arrow[name].chunk(0).buffers()[1].address
    ]
    numbers = list(frame.select_dtypes("number"))
    print(
        f"{len(games.games)} rows read in {read:.2f} s; columns of numbers that pandas shares: {len(shared)} of {len(numbers)}"
    )
    print(f"to pandas in {seconds(games.games.to_pandas):.2f} s, texts included")


if __name__ == "__main__":
    main()
