"""What the tests share: the project's scenarios, and the program that the package is compared with.

The program is `target/release/pactum`, or what the variable `PACTUM` names.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = Path(os.environ.get("PACTUM", ROOT / "target/release/pactum")).absolute()

SMALL = ROOT / "scenarios/classics/inspection.toml"
MAIN = ROOT / "scenarios/nato_clause.toml"


def program(*arguments: object) -> str:
    """What the program prints."""
    line = [str(PROGRAM), *map(str, arguments)]
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode in (0, 5), done.stderr
    return done.stdout


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
