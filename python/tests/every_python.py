"""Tests a wheel of the package in every CPython from 3.10 to 3.13 that is there, each in an environment of its own.

python3 python/tests/every_python.py WHEEL [ARGUMENTS OF PYTEST ...]

One version also has pandas, polars and pyarrow, works through the main scenario and others, and runs the examples that
drive a scenario from SALib, the EMA Workbench, Dask and SciPy; the others work through two classics. Arguments say what
is tested instead: `-k ""` is everything, with the variable PACTUM_EVERY_VARIANT in every variant, which takes an hour.
Interpreters are looked for on the path and among those of pyenv.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENTS = ROOT / "target/python"
VERSIONS = ["3.10", "3.11", "3.12", "3.13"]

# The version in which the package meets others, all of which have wheels for it.
TOGETHER = "3.11"
OTHERS = ["pandas", "polars", "pyarrow", "tqdm", "SALib", "ema_workbench", "dask[distributed]", "scipy"]
SMALL_ONLY = ["-k", "not every_scenario and not threads or stag_hunt or conditional_clause"]
QUICK = ["-k", "not every_scenario or classics or cases or strike or nato_clause"]
EXAMPLES = sorted((ROOT / "examples/python").glob("*.py"))
DEAL = ROOT / "src/cli/templates/deal.toml"


def output(*line: str) -> str:
    """What a command prints; nothing where it cannot be had."""
    try:
        return subprocess.run(line, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def interpreters() -> dict[str, str]:
    """An interpreter for each version that is there."""
    found = {}
    installed = output("pyenv", "versions", "--bare").split()
    for version in VERSIONS:
        of_pyenv = [output("pyenv", "prefix", full) for full in installed if full.startswith(f"{version}.")]
        for candidate in [f"python{version}", *(f"{prefix}/bin/python" for prefix in of_pyenv)]:
            if output(candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])") == version:
                found[version] = candidate
                break
    return found


def main() -> None:
    wheel, *arguments = sys.argv[1:]
    for version, interpreter in interpreters().items():
        place = ENVIRONMENTS / version
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run([interpreter, "-m", "venv", place], check=True)
        python = place / "bin/python"
        others = OTHERS if version == TOGETHER else []
        subprocess.run([python, "-m", "pip", "install", "--quiet", "pytest", wheel, *others], check=True)
        print(f"CPython {output(str(python), '-c', 'import platform; print(platform.python_version())')}", flush=True)
        chosen = arguments or (QUICK if others else SMALL_ONLY)
        # `python -m pytest` would look for the package in this folder first, where it has no compiled part.
        subprocess.run([place / "bin/pytest", "-q", *chosen], check=True, cwd=ROOT / "python")
        for example in EXAMPLES if others else []:
            print(example.name, flush=True)
            quiet = {**os.environ, "TQDM_DISABLE": "1"}
            subprocess.run([python, "-W", "ignore", example, DEAL], check=True, env=quiet)


if __name__ == "__main__":
    main()
