"""Databases made once for each state of what they are made from, of which every test run takes a copy.

Migrating takes longer than most test files, and the demo longer than that. A seed lives in `.cache/`
under the fingerprint of its sources; a lock lets one worker make it while the others wait.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
MIGRATIONS = (
    "*/migrations/*.py",
    "site/*/migrations/*.py",
    "site/config/settings/base.py",
    "requirements.txt",
)
DEMO = (
    *MIGRATIONS,
    "site/demo/**/*",
    "site/transfer/**/*.py",
    "site/core/blocks/*.py",
    "site/*/models.py",
    "site/*/models/*.py",
    "*/models.py",
    "people/data/**/*",
)


@dataclass(frozen=True)
class Seed:
    """A SQLite file and the folder of its uploads."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "db.sqlite3"

    @property
    def media(self) -> Path:
        """The uploads."""
        return self.folder / "media"

    @property
    def environment(self) -> dict[str, str]:
        """What a process that works on this seed, or on a copy of it, is to be told."""
        return {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MEDIA_ROOT": str(self.media),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DEMO": "1",
            "DEBUG": "0",
        }

    def copy_to(self, folder: Path) -> "Seed":
        """A copy to read and write."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Seed(folder)


def fingerprint(*patterns: str) -> str:
    """A name for the state of the files that match."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern)}):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def migrated() -> Seed:
    """Every migration applied, and nothing else."""
    return _cached("migrated", MIGRATIONS, lambda seed: manage(seed, "migrate", "--verbosity=0"))


def demo() -> Seed:
    """The demo department, with its four sign-ins."""

    def make(seed: Seed) -> None:
        migrated().copy_to(seed.folder)
        manage(seed, "demo", "--verbosity=0")

    return _cached("demo", DEMO, make)


def manage(seed: Seed, *words: str) -> str:
    """Run a management command on a seed, in a process of its own, and give what it printed.

    Raises RuntimeError with its words if it fails.
    """
    environment = {**os.environ, **seed.environment}
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(words)} failed.\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _cached(kind: str, sources: tuple[str, ...], make: Callable[[Seed], object]) -> Seed:
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        seed = Seed(CACHE / f"{kind}-{fingerprint(*sources)}")
        if not seed.folder.exists():
            for old in CACHE.glob(f"{kind}-*"):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            making = Seed(CACHE / f"making-{kind}")
            shutil.rmtree(making.folder, ignore_errors=True)
            making.media.mkdir(parents=True)
            make(making)
            _settle(making.database)
            making.folder.rename(seed.folder)
    return seed


def _settle(database: Path) -> None:
    """One file, with nothing left beside it."""
    plain = sqlite3.connect(database)
    plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    plain.execute("PRAGMA journal_mode=DELETE")
    plain.close()
