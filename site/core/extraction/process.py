"""The parent's side: starts the process that reads a file, waits so long and no longer, and believes little."""

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from core.extraction.found import DAMAGED, TOO_LARGE, TOO_LONG, Found
from core.extraction.limits import MB, MOST_ANSWER, MOST_BYTES, MOST_CHARACTERS, WALL_SECONDS

log = logging.getLogger(__name__)

#: Files whose words are read, by the ends of their names, and the module that reads them.
READERS = {"docx": "docx", "md": "typed", "odt": "odt", "pdf": "pdf", "txt": "typed"}
SITE = Path(__file__).resolve().parents[2]
#: All that the child is told of our environment: what Python may need to start.
_KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
_LAST_WORDS = 2000


def extract(file: BinaryIO, kind: str) -> Found:
    """The words of a file of a readable kind. Never raises for what is in it."""
    with TemporaryFile() as given, TemporaryFile() as answer, TemporaryFile() as complaint:
        if not _copy(file, given):
            return Found(reason=TOO_LARGE, failed=True)
        status = _run(kind, given, answer, complaint)
        if status is None or status == -signal.SIGXCPU:
            return Found(reason=TOO_LONG, failed=True)
        if status:
            log.warning("Reading a %s ended with %d: %s", kind, status, _last_words(complaint))
            return Found(reason=DAMAGED, failed=True)
        return _understood(answer)


def _copy(file: BinaryIO, given: IO[bytes]) -> bool:
    """Give the child bytes of its own. False if there are too many."""
    left = MOST_BYTES
    while piece := file.read(MB):
        left -= len(piece)
        if left < 0:
            return False
        given.write(piece)
    given.seek(0)
    return True


def _run(kind: str, given: IO[bytes], answer: IO[bytes], complaint: IO[bytes]) -> int | None:
    """Run the child; its exit status, or None if it had to be ended."""
    try:
        done = subprocess.run(  # noqa: S603 - nothing of it is an uploader's
            [sys.executable, "-E", "-s", "-m", f"core.extraction.{READERS[kind]}"],
            cwd=SITE,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            stdin=given,
            stdout=answer,
            stderr=complaint,
            timeout=WALL_SECONDS,
            start_new_session=True,  # Ctrl-C stops the site, and is no fault of the file
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode


def _understood(answer: IO[bytes]) -> Found:
    answer.seek(0)
    told = json.loads(answer.read(MOST_ANSWER))
    return Found(
        text=str(told["text"])[:MOST_CHARACTERS],
        reason=str(told["reason"]),
        failed=bool(told["failed"]),
    )


def _last_words(complaint: IO[bytes]) -> str:
    size = complaint.seek(0, os.SEEK_END)
    complaint.seek(max(0, size - _LAST_WORDS))
    return complaint.read().decode("utf-8", "replace").strip()
