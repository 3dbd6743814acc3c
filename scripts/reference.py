#!/usr/bin/env python3
"""The reference results of the main scenario, in results/reference/nato_clause: compared byte by byte, or written.

    cargo build --release
    python3 scripts/reference.py            # shows which files differ; the exit code is 1 if any does
    python3 scripts/reference.py --write    # writes them

They are the tables of a default run that a person can read, and what `pactum compare` finds over a hundred draws. A run
that is there already is named by `--results FOLDER`.
"""

import argparse
import difflib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACTUM = ROOT / "target/release/pactum"
SCENARIO = "scenarios/nato_clause.toml"
REFERENCE = ROOT / "results" / "reference" / "nato_clause"
TABLES = [
    "labels",
    "outcomes",
    "outcomes_by_type",
    "payoffs",
    "comparisons",
    "commitments",
    "commitments_by_type",
    "commitment_beliefs",
]


def pactum(*arguments: str) -> str:
    """What the program prints."""
    done = subprocess.run([PACTUM, *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def results(folder: Path | None) -> dict[str, bytes]:
    """The contents of each file of the reference, from this run or a new one."""
    folder = folder or Path(pactum("run", SCENARIO, "--quiet", "--force").splitlines()[-1])
    files = {f"{table}.csv": (ROOT / folder / f"{table}.csv").read_bytes() for table in TABLES}
    files["compare.csv"] = pactum("compare", SCENARIO, "--draws", "100", "--format", "csv", "--force").encode()
    return files


def difference(name: str, new: bytes) -> list[str]:
    """The difference between a file of the reference and the new one; empty if there is none."""
    path = REFERENCE / name
    old = path.read_bytes() if path.exists() else b""
    if old == new:
        return []
    lines = [text.decode().splitlines(keepends=True) for text in (old, new)]
    return list(difflib.unified_diff(*lines, f"reference/{name}", f"now/{name}", n=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the files")
    parser.add_argument("--results", type=Path, metavar="FOLDER", help="the run, where it is there already")
    arguments = parser.parse_args()
    files = results(arguments.results)
    if arguments.write:
        REFERENCE.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (REFERENCE / name).write_bytes(content)
        print(f"{len(files)} files written to {REFERENCE.relative_to(ROOT)}")
        return
    differing = [changed for name, new in files.items() if (changed := difference(name, new))]
    for changed in differing:
        sys.stdout.writelines(changed)
    print(f"{len(files) - len(differing)} of {len(files)} reference files are the same to the byte")
    if differing:
        sys.exit(1)


if __name__ == "__main__":
    main()
