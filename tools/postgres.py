"""Run a command with a PostgreSQL server of its own: `tools/postgres.py COMMAND …`.

The server listens on a free port of 127.0.0.1, keeps its files in memory where there is room, and is
gone when the command ends. The command finds it in DATABASE_URL. Without PostgreSQL on this
machine the command is not run: that is said loudly, and is a failure when CI is set.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ROOM = 2 * 1024**3
NAME = "corridor"
EXTENSIONS = ("pg_trgm", "unaccent")
HOW = (
    "PostgreSQL is not on this machine, so nothing was tested on it.\n"
    "On Debian and Ubuntu: apt install postgresql postgresql-contrib"
)
#: Nothing here outlives the command, so nothing needs to reach a disk.
CAREFREE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def main(command: list[str]) -> int:
    """Run the command; its exit status is ours."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    binaries = find_binaries()
    if binaries is None:
        print(f"\n{'!' * 78}\n{HOW}\n{'!' * 78}\n", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with server(binaries) as url:
        return subprocess.run(
            command, env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode


def find_binaries() -> Path | None:
    """The folder of initdb and postgres: on the path, else Debian's newest."""
    found = [Path(on_path).resolve().parent] if (on_path := shutil.which("pg_ctl")) else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    return next((f for f in found if (f / "initdb").exists() and (f / "postgres").exists()), None)


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """The address of a fresh server, with the extensions at hand."""
    folder = Path(tempfile.mkdtemp(prefix="corridor-postgres-", dir=roomy()))
    try:
        as_user = unprivileged(folder)
        data = folder / "data"
        run = [*as_user, str(binaries / "initdb"), "--pgdata", str(data), "--username", NAME]
        run += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL, cwd="/")
        port = free_port()
        options = {**CAREFREE, "port": port, "listen_addresses": "127.0.0.1"}
        options |= {"unix_socket_directories": "", "max_connections": 60}
        run = [*as_user, str(binaries / "postgres"), "-D", str(data)]
        run += [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(run, stdout=log, stderr=log, cwd="/")
        try:
            url = f"postgres://{NAME}@127.0.0.1:{port}"
            make_database(process, url, folder / "log")
            yield f"{url}/{NAME}"
        finally:
            stop(process, data)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def roomy() -> str | None:
    """Memory when there is room in it, else the usual folder for what is temporary."""
    if SHARED_MEMORY.is_dir() and shutil.disk_usage(SHARED_MEMORY).free > ROOM:
        return str(SHARED_MEMORY)
    return None


def unprivileged(folder: Path) -> list[str]:
    """What to put before a command: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_database(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    """Wait until the server answers, make the database, and try the extensions in the template.

    Test databases are copied from template1, so each has the extensions.
    """
    import psycopg  # so that without PostgreSQL, and without its client, the words above are said

    deadline = time.monotonic() + 30
    while True:
        try:
            with psycopg.connect(f"{url}/template1", autocommit=True) as connection:
                for extension in EXTENSIONS:
                    connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
                connection.execute(f"CREATE DATABASE {NAME}")
                return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                print(log.read_text(errors="replace"), file=sys.stderr)
                raise
            time.sleep(0.1)


def stop(process: "subprocess.Popen[bytes]", data: Path) -> None:
    """End the server that was started here, by the process id in its own folder."""
    pid_file = data / "postmaster.pid"
    if process.poll() is None:
        # Under runuser the child is not the server itself.
        pid = int(pid_file.read_text().split()[0]) if pid_file.exists() else process.pid
        os.kill(pid, signal.SIGINT)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
