"""Run Corridor on this machine: what `make run` and `make dev` do.

    .venv/bin/python tools/run.py [--port 8000] [--dev]

Migrates the database, brings the demo in if nobody has an account yet, then serves on 127.0.0.1 with
the worker beside it. Ctrl-C or SIGTERM stops both. The database is the one that DATABASE_URL
names, else `var/corridor.sqlite3`.
"""

import argparse
import ctypes
import gc
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
UNFINISHED = ROOT / "var" / "demo-unfinished"
PREPARED = ROOT / "var" / "prepared"
DATABASE = ROOT / "var" / "corridor.sqlite3"
SIGN_INS = (
    ("staff", "reads"),
    ("editor", "edits a department's pages"),
    ("comms", "publishes the news"),
    ("admin", "may do everything"),
)
PATIENCE = 25
#: The exit status of `--prepare` that says: and the demo's sign-ins are there.
WITH_DEMO = 100
PR_SET_PDEATHSIG = 1


def main() -> int:
    """Check, prepare, serve."""
    parser = argparse.ArgumentParser(description="Run Corridor on this machine.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--dev", action="store_true", help="runserver with DEBUG, reloading")
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    set_environment(options.port, options.dev)
    if options.prepare:
        return WITH_DEMO if prepare() else 0
    if is_taken(options.port):
        return complain(
            f"Port {options.port} is taken. Stop what uses it, or choose another:"
            f" make {'dev' if options.dev else 'run'} PORT={options.port + 1}"
        )
    prepared = prepared_before()
    if prepared is None:
        me = [sys.executable, str(Path(__file__)), "--port", str(options.port), "--prepare"]
        prepared = subprocess.run(me, cwd=ROOT, check=False).returncode
        if prepared not in {0, WITH_DEMO}:
            return prepared
        PREPARED.parent.mkdir(exist_ok=True)
        PREPARED.write_text(f"{state()} {prepared}")
    return Servers(options.port, options.dev, prepared == WITH_DEMO).run()


def set_environment(port: int, dev: bool) -> None:
    """What the processes started here are to know; what is set already stays."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{port}")
    os.environ["PORT"] = str(port)
    if dev:
        os.environ["DEBUG"] = "1"


def is_taken(port: int) -> bool:
    """Whether somebody else listens there."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def state() -> str:
    """A name for all that preparing depends on: which database, and the migrations that it needs."""
    digest = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode())
    digest.update(os.environ["DEMO"].encode() + (ROOT / "requirements.txt").read_bytes())
    for path in sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("site/*/migrations/*.py")]):
        digest.update(str(path.relative_to(ROOT)).encode())
    return digest.hexdigest()


def prepared_before() -> int | None:
    """What preparing came to last time, if it need not be done again."""
    elsewhere = "DATABASE_URL" in os.environ or (ROOT / ".env").exists()
    if elsewhere or not DATABASE.exists() or not PREPARED.exists() or UNFINISHED.exists():
        return None
    name, _, outcome = PREPARED.read_text().partition(" ")
    return int(outcome) if name == state() and outcome.isdigit() else None


def prepare() -> bool:
    """Bring the database up to date, and the demo into one in which nobody has an account.

    A demo that was interrupted half-way is taken up again: it changes only what is missing.
    Returns whether the demo's sign-ins are there.
    """
    # In this process alone: nobody of the demo is waiting for a letter.
    os.environ["EMAIL_URL"] = "dummy:"
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    import django  # the settings must be chosen first
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Making the database ...")
        # Migrating makes thousands of classes that stay: looking for rubbish takes a third of it.
        gc.freeze()
        gc.set_threshold(200_000, 50, 100)
        call_command("migrate", verbosity=0, interactive=False)
    if not settings.DEMO:
        return False
    users = get_user_model().objects
    if not users.exists() or UNFINISHED.exists():
        say("Bringing in the demo department ...")
        UNFINISHED.parent.mkdir(exist_ok=True)
        UNFINISHED.touch()
        call_command("demo", verbosity=0)
        UNFINISHED.unlink()
    names = [name for name, _does in SIGN_INS]
    return users.filter(username__in=names).count() == len(names)


class Servers:
    """The web server and the worker, which start and stop together."""

    def __init__(self, port: int, dev: bool, with_demo: bool) -> None:
        self.with_demo = with_demo
        self.url = f"http://127.0.0.1:{port}"
        manage = [sys.executable, str(ROOT / "manage.py")]
        if dev:
            web = [*manage, "runserver", f"127.0.0.1:{port}"]
        else:
            config = str(ROOT / "gunicorn.conf.py")
            web = [sys.executable, "-m", "gunicorn", "--config", config, "--log-level", "warning"]
        self.commands = [web, [*manage, "worker"]]
        self.processes: list[subprocess.Popen[bytes]] = []
        self.stopped = threading.Event()

    def run(self) -> int:
        """Serve until told to stop, or until one of the two ends by itself."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            for command in self.commands:
                self.processes.append(
                    subprocess.Popen(command, cwd=ROOT, preexec_fn=end_with_parent)  # noqa: PLW1509
                )
            if self._answers():
                say(self.greeting())
            while not self.stopped.wait(0.3) and all(p.poll() is None for p in self.processes):
                pass
            return self._outcome()
        finally:
            self._end()

    def greeting(self) -> str:
        """Where it is, and who can sign in."""
        lines = ["", f"  Corridor is at {self.url}/"]
        if self.with_demo:
            lines += ["", "  Sign in with the password corridor as"]
            lines += [f"    {name:8}who {does}" for name, does in SIGN_INS]
        return "\n".join([*lines, "", "  Ctrl-C stops it.", ""])

    def _answers(self) -> bool:
        """Wait until the server answers; False when told to stop, or when it ended, before."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not self.stopped.wait(0.1):
            if self.processes[0].poll() is not None:
                return False
            try:
                with urllib.request.urlopen(f"{self.url}/health/live", timeout=2):
                    return True
            except urllib.error.HTTPError:
                return True
            except OSError:
                continue
        return False

    def _outcome(self) -> int:
        if self.stopped.is_set():
            return 0
        return complain("A process of Corridor ended by itself; its words are above.")

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopped.set()

    def _end(self) -> None:
        """Ask both to end; after a while, make them."""
        for process in self.processes:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self.processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def end_with_parent() -> None:
    """On Linux, have the kernel end this child when its parent is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def say(text: str) -> None:
    """A line on the terminal, at once."""
    print(text, flush=True)


def complain(text: str) -> int:
    """A sentence on standard error, and the exit status of a failure."""
    print(f"\n{text}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
