"""Make `.venv` and put the exact requirements in it, once for each state of their files.

    python3 tools/venv.py [--development]

Needs only a Python, however old: one below 3.11 looks for a newer one on the path, and says in a
sentence what is missing when there is none. Installs nothing outside `.venv`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
NEWER = [f"python3.{minor}" for minor in range(15, OLDEST[1] - 1, -1)]


def main() -> None:
    """Leave at once when everything is in place."""
    development = "--development" in sys.argv[1:]
    names = ["requirements.txt"]
    if development:
        names.append("requirements-dev.txt")
    stamp = VENV / ("installed-development" if development else "installed-runtime")
    state = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in names)).hexdigest()
    if works(PYTHON) and stamp.is_file() and stamp.read_text() == state:
        return
    if not works(PYTHON):
        make()
    install(names, development)
    stamp.write_text(state)


def works(python: Path) -> bool:
    """Whether the environment's Python is there, runs and is new enough."""
    if not python.exists():
        return False
    check = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    answer = subprocess.run([str(python), "-c", check], stderr=subprocess.DEVNULL, check=False)
    return answer.returncode == 0


def make() -> None:
    """Make the environment, with a newer Python than this one if this one is too old."""
    if sys.version_info < OLDEST:
        start_again_with_a_newer_python()
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        leave(
            f"{sys.executable} cannot make virtual environments: its venv module is missing.\n"
            f"On Debian and Ubuntu: apt install python{version}-venv"
        )
    say("Making a virtual environment in .venv ...")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def start_again_with_a_newer_python() -> None:
    """Hand over to one on the path, if there is one."""
    for name in NEWER:
        newer = shutil.which(name)
        if newer:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606 - no shell is wanted
    this = ".".join(map(str, sys.version_info[:3]))
    leave(f"Corridor needs Python 3.11 or newer; {sys.executable} is {this}.")


def install(names: list[str], development: bool) -> None:
    """Install the exact versions that the files name, saying little."""
    what = "what development needs" if development else "what Corridor runs on"
    say(f"Installing {what} (once; a minute or so) ...")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-input", "--no-compile", "--no-warn-script-location"]
    for name in names:
        pip += ["--requirement", str(ROOT / name)]
    if subprocess.run(pip, check=False).returncode:
        leave("The requirements could not be installed: see pip's words above, then try again.")


def say(text: str) -> None:
    """A line on the terminal, at once."""
    print(text, flush=True)


def leave(why: str) -> None:
    """Stop with a sentence instead of a traceback."""
    sys.exit(f"\n{why}")


if __name__ == "__main__":
    main()
