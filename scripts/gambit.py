"""The Gambit that the judges use: pygambit from PyPI, in an environment of its own under target/.

The variable GAMBIT names another version, such as GAMBIT=17.0.0b2.
"""

import os
import pathlib
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERSION = os.environ.get("GAMBIT", "16.7.0")
ENVIRONMENT = ROOT / f"target/gambit-{VERSION}"


def in_environment():
    """Starts the script again where that version is installed, unless it already runs there."""
    if pathlib.Path(sys.prefix) == ENVIRONMENT:
        return
    python = ENVIRONMENT / "bin/python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    if subprocess.run([python, "-c", "import pygambit"], stderr=subprocess.DEVNULL).returncode != 0:
        subprocess.run([python, "-m", "pip", "install", "--quiet", f"pygambit=={VERSION}"], check=True)
    os.execv(python, [str(python), *sys.argv])
