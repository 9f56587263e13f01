"""Run a command with an Elasticsearch node of its own: `tools/elastic.py [--for-tests] COMMAND …`.

The node is the server's own code from Maven's jars (`tools/elasticsearch/`): it listens on a free
port of 127.0.0.1, keeps its files in memory where there is room, and is gone when the command ends.
The command finds it in ELASTICSEARCH_URL. Where a JDK 21 or newer or Maven is missing the command is
not run: that is said loudly, and is a failure when CI is set.

With `--for-tests` the command finds it in TEST_ELASTICSEARCH_URL, which no settings read, and is run
in any case: the tests that need a node say themselves that there was none. An ELASTICSEARCH_URL that
is set already is used instead, if it is on this machine.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tools" / "elasticsearch"
BUILT = ROOT / ".cache" / "elasticsearch"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ROOM = 2 * 1024**3
OLDEST_JDK = 21
PATIENCE = 60
HOW = {
    "java": "install a JDK 21 or newer (apt install openjdk-21-jdk-headless, where the "
    "distribution has it) or name one in ES_JAVA_HOME",
    "maven": "apt install maven",
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
#: Enough for tests; a bench of many entries asks for more.
HEAP = os.environ.get("ELASTICSEARCH_HEAP", "512m")
FLAGS = (
    f"-Xms{HEAP} -Xmx{HEAP} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "
    # Answers at once, and does not close the connections that a client keeps.
    "-Dsun.net.httpserver.nodelay=true -Dsun.net.httpserver.idleInterval=3600 "
    "-Dsun.net.httpserver.maxIdleConnections=1000 "
    "-Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false --enable-native-access=ALL-UNNAMED"
)


class UnavailableError(Exception):
    """There can be no node; the message says how to have one."""


def main(arguments: list[str]) -> int:
    """Run the command; its exit status is ours."""
    for_tests = arguments[:1] == ["--for-tests"]
    command = arguments[1:] if for_tests else arguments
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    environment = dict(os.environ)
    try:
        url = given(environment) if for_tests else None
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if for_tests:
        environment.pop("ELASTICSEARCH_URL", None)
    with ExitStack() as stack:
        try:
            url = url or stack.enter_context(node())
        except UnavailableError as error:
            words = f"There is no Elasticsearch, so nothing is tested on it. To have it: {error}"
            print(f"\n{'!' * 78}\n{words}\n{'!' * 78}\n", file=sys.stderr)
            if not for_tests:
                return 1 if os.environ.get("CI") else 0
        else:
            environment["TEST_ELASTICSEARCH_URL" if for_tests else "ELASTICSEARCH_URL"] = url
        return subprocess.run(command, env=environment, check=False).returncode


def given(environment: Mapping[str, str]) -> str | None:
    """The node that the environment names for tests, which write to it and delete: only one on this machine."""
    names = ("TEST_ELASTICSEARCH_URL", "ELASTICSEARCH_URL")
    url = next(filter(None, map(environment.get, names)), None)
    if url and urlsplit(url).hostname not in LOOPBACK:
        raise ValueError(f"Tests use no Elasticsearch but one on this machine, so not {url}.")
    return url


@contextmanager
def node() -> Iterator[str]:
    """The address of a fresh, empty node; UnavailableError where there can be none."""
    java, classpath = build()
    folder = Path(tempfile.mkdtemp(prefix="corridor-elasticsearch-", dir=roomy()))
    try:
        log = folder / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                start_command(java, classpath, folder),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=folder,
            )
        try:
            yield wait_until_it_answers(process, folder / "url", log)
        finally:
            stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def build() -> tuple[Path, str]:
    """A JDK's home and the class path of the node, compiled once for each state of its sources."""
    java, maven = find_jdk(), shutil.which("mvn")
    if java is None or maven is None:
        raise UnavailableError(HOW["java" if java is None else "maven"])
    output = BUILT / digest()
    if not is_built(output):
        compile_into(output, java, maven)
    return java, f"{output / 'classes'}:{(output / 'classpath').read_text().strip()}"


def find_jdk() -> Path | None:
    """The first JDK that is new enough: ES_JAVA_HOME, JAVA_HOME, then every installed one."""
    named = [os.environ.get("ES_JAVA_HOME"), os.environ.get("JAVA_HOME")]
    homes = [Path(home) for home in named if home]
    homes += sorted(Path("/usr/lib/jvm").glob("*"))
    return next((home for home in homes if jdk_version(home) >= OLDEST_JDK), None)


def jdk_version(home: Path) -> int:
    """The major version of the JDK in this folder, from the file that each brings; 0 when there is none."""
    release = home / "release"
    if not (home / "bin" / "javac").exists() or not release.exists():
        return 0
    for line in release.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("JAVA_VERSION="):
            major = line.partition("=")[2].strip('"').partition(".")[0]
            return int(major) if major.isdigit() else 0
    return 0


def digest() -> str:
    """What names this state of the sources."""
    files = sorted(path for path in SOURCES.rglob("*") if path.suffix in {".java", ".xml"})
    state = hashlib.sha256()
    for file in files:
        state.update(file.read_bytes())
    return state.hexdigest()[:16]


def is_built(output: Path) -> bool:
    """Whether the classes are there, and so are the jars: Maven's own cache may have been emptied."""
    classpath = output / "classpath"
    return classpath.exists() and all(
        Path(jar).exists() for jar in classpath.read_text().strip().split(":")
    )


def compile_into(output: Path, java: Path, maven: str) -> None:
    """Compile beside the place and move there, so that two that start at once do not meet."""
    BUILT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILT, prefix="building-") as part:
        run = [maven, "--quiet", "--batch-mode", "--file", str(SOURCES / "pom.xml")]
        done = subprocess.run(
            [*run, f"-Doutput={part}/output", "compile"],
            env={**os.environ, "JAVA_HOME": str(java)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            end = "\n".join(done.stdout.splitlines()[-20:])
            raise UnavailableError(f"mend what keeps Maven from building it:\n{end}")
        if output.exists() and not is_built(output):
            shutil.rmtree(output, ignore_errors=True)
        try:
            Path(part, "output").rename(output)
        except OSError:
            if not is_built(output):
                raise


def roomy() -> str | None:
    """Memory when there is room in it, else the usual folder for what is temporary."""
    if SHARED_MEMORY.is_dir() and shutil.disk_usage(SHARED_MEMORY).free > ROOM:
        return str(SHARED_MEMORY)
    return None


def start_command(java: Path, classpath: str, folder: Path) -> list[str]:
    """What starts a node with its files in the folder, which ends at the latest when we do."""
    for name in ("config", "tmp", "lib"):
        (folder / name).mkdir()
    library = find_zstd()
    if library:
        (folder / "lib" / "libzstd.so").symlink_to(library)
    own = [f"-Djava.io.tmpdir={folder / 'tmp'}", f"-Des.nativelibs.path={folder / 'lib'}"]
    run = [str(java / "bin" / "java"), *FLAGS.split(), *own, "-cp", classpath]
    return [*run, "org.elasticsearch.node.DevNode", str(folder), str(os.getpid())]


def find_zstd() -> Path | None:
    """The system's zstd, which the node compresses with when it is told to."""
    places = ("usr/lib/*-linux-gnu", "usr/lib64", "usr/lib")
    found = (path for place in places for path in Path("/").glob(f"{place}/libzstd.so.1"))
    return next(found, None)


def wait_until_it_answers(process: "subprocess.Popen[bytes]", address: Path, log: Path) -> str:
    """The node's address once it takes requests."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if address.exists():
            url = address.read_text()
            health = f"{url}/_cluster/health?wait_for_status=yellow&timeout=10s"
            try:
                with urllib.request.urlopen(health, timeout=15):
                    return url
            except OSError:
                pass
        time.sleep(0.05)
    end = "\n".join(log.read_text(errors="replace").splitlines()[-30:])
    raise RuntimeError(f"The Elasticsearch node did not start:\n{end}")


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End the node that was started here."""
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
