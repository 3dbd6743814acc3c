"""Python environments below target/ for scripts that need packages."""

import os
import pathlib
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent


def enter(name, requirements, optional=False):
    """Starts the script again in target/NAME, unless it already runs there, with what `requirements` names by module. What
    is `optional` may be missing there."""
    place = ROOT / "target" / name
    if pathlib.Path(sys.prefix) == place:
        return
    python = place / "bin/python"
    if not python.exists():
        venv.create(place, with_pip=True)
    for module, requirement in requirements.items():
        if subprocess.run([python, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode != 0:
            done = subprocess.run([python, "-m", "pip", "install", "--quiet", requirement])
            if done.returncode != 0 and not optional:
                raise SystemExit(f"{requirement} cannot be installed")
    os.execv(python, [str(python), *sys.argv])
