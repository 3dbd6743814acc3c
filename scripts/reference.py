#!/usr/bin/env python3
"""The reference results of the main scenario, in results/reference/nato_clause: made anew, or compared byte by byte.

    python3 scripts/reference.py            # tells which files differ, and ends with 1 if any does
    python3 scripts/reference.py --write    # makes them anew

They are the tables of a default run that a person can read, and what `pactum compare` finds.
"""

import argparse
import difflib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCENARIO = "scenarios/nato_clause.toml"
REFERENCE = ROOT / "results" / "reference" / "nato_clause"
TABLES = [
    "outcomes",
    "outcomes_by_type",
    "payoffs",
    "comparisons",
    "commitments",
    "commitments_by_type",
    "commitment_beliefs",
]


def pactum(*arguments: str) -> str:
    """What the program prints, built if it must be."""
    command = ["cargo", "run", "--release", "--locked", "--quiet", "--", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def results() -> dict[str, bytes]:
    """The contents of each file of the reference."""
    folder = ROOT / pactum("run", SCENARIO, "--quiet", "--force").splitlines()[-1]
    files = {f"{table}.csv": (folder / f"{table}.csv").read_bytes() for table in TABLES}
    files["compare.csv"] = pactum("compare", SCENARIO, "--format", "csv").encode()
    return files


def told(name: str, new: bytes) -> list[str]:
    """How a file of the reference differs from what came out; nothing if it does not."""
    path = REFERENCE / name
    old = path.read_bytes() if path.exists() else b""
    if old == new:
        return []
    lines = [text.decode().splitlines(keepends=True) for text in (old, new)]
    return list(difflib.unified_diff(*lines, f"reference/{name}", f"now/{name}", n=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="make the files anew")
    write = parser.parse_args().write
    files = results()
    if write:
        REFERENCE.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (REFERENCE / name).write_bytes(content)
        print(f"{len(files)} files written to {REFERENCE.relative_to(ROOT)}")
        return
    differing = [(name, difference) for name, new in files.items() if (difference := told(name, new))]
    for _, difference in differing:
        sys.stdout.writelines(difference)
    print(f"{len(files) - len(differing)} of {len(files)} reference files are the same to the byte")
    if differing:
        sys.exit(1)


if __name__ == "__main__":
    main()
