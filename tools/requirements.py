"""Keep `requirements.txt` and `requirements-dev.txt` in step with the ranges of `pyproject.toml`.

.venv/bin/python tools/requirements.py            write both, with the newest that fit
.venv/bin/python tools/requirements.py --check    only compare, without a network
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"


def main() -> int:
    """Write, or compare."""
    if "--check" in sys.argv[1:]:
        faults = compare()
        print("\n".join(faults) or "Every range is met.")
        return 1 if faults else 0
    write(RUNTIME, "pyproject.toml")
    write(DEVELOPMENT, "--group", "dev", "--constraint", RUNTIME.name)
    return 0


def write(target: Path, *sources: str) -> None:
    """Resolve for every platform and Python that the ranges allow."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--upgrade"]
    command += ["--no-annotate", "--python-version", "3.11", "--output-file", target.name, *sources]
    environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make requirements"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def compare() -> list[str]:
    """What is missing from the exact versions, outside its range, or different in the two files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, development = pins(RUNTIME), pins(DEVELOPMENT)
    faults = [
        f"{DEVELOPMENT.name} has {name} {version}, {RUNTIME.name} {runtime[name]}"
        for name, version in development.items()
        if runtime.get(name, version) != version
    ]
    for pinned, ranges, file in (
        (runtime, project["project"]["dependencies"], RUNTIME.name),
        (development, project["dependency-groups"]["dev"], DEVELOPMENT.name),
    ):
        for wanted in map(Requirement, ranges):
            version = pinned.get(canonicalize_name(wanted.name))
            if version is None:
                faults.append(f"{file} lacks {wanted.name}: make requirements")
            elif not all(wanted.specifier.contains(one) for one in version):
                faults.append(f"{file} has {wanted.name} {version}, outside {wanted.specifier}")
    return faults


def pins(file: Path) -> dict[str, frozenset[str]]:
    """The exact versions of each package; more than one where they differ between platforms."""
    found: dict[str, frozenset[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text:
            pinned = Requirement(text)
            name = canonicalize_name(pinned.name)
            versions = {clause.version for clause in pinned.specifier}
            found[name] = found.get(name, frozenset()) | versions
    return found


if __name__ == "__main__":
    sys.exit(main())
