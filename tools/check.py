"""Everything that can be checked without running the site: what `make check` does.

    .venv/bin/python tools/check.py [WORD]

Each check is run, whatever the others say; with a word, only those whose name holds it.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
SCRIPTS = Path(sys.executable).parent
#: Values that production accepts and that open nothing.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "only-for-checking-the-settings-and-long-enough-to-pass-for-a-real-one-0123456789",
    "ALLOWED_HOSTS": "intranet.example.org",
    "BASE_URL": "https://intranet.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
    "EMAIL_URL": "smtp://localhost:25",
}
MANAGE = (PYTHON, "manage.py")
CHECKS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "format": ((PYTHON, "-m", "ruff", "format", "--check", "--output-format", "concise", "."), {}),
    "lint": ((PYTHON, "-m", "ruff", "check", "--output-format", "concise", "."), {}),
    "types": ((PYTHON, "-m", "mypy", "--no-error-summary"), {}),
    "templates": ((PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"), {}),
    "imports": ((str(SCRIPTS / "lint-imports"), "--no-cache"), {"PYTHONPATH": ".:site"}),
    "migrations": ((*MANAGE, "makemigrations", "--check", "--dry-run"), {}),
    "settings": ((*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    "requirements": ((PYTHON, "tools/requirements.py", "--check"), {}),
}


def main() -> int:
    """Run the checks that are asked for; 1 when one of them fails."""
    wanted = {name for name in CHECKS if all(word in name for word in sys.argv[1:])}
    failed = [name for name in CHECKS if name in wanted and not passes(name)]
    if failed:
        print(f"\n{len(failed)} of {len(wanted)} checks failed: {', '.join(failed)}")
        return 1
    print(f"\nAll {len(wanted)} checks passed.")
    return 0


def passes(name: str) -> bool:
    """Run one check; its words are shown only when it fails."""
    command, environment = CHECKS[name]
    start = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "failed" if done.returncode else "ok"
    print(f"{name:14}{verdict:8}{time.monotonic() - start:6.1f} s", flush=True)
    if done.returncode:
        print(done.stdout)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
