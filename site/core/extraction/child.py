"""The process that reads one file and may do little else: `python -m core.extraction.pdf < file`.

It knows neither Django nor any secret of the site. It answers a Found as JSON; what it cannot foresee
ends it, and is for its parent to explain.
"""

import json
import logging
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import BinaryIO

from core.extraction import limits
from core.extraction.found import TOO_MUCH_MEMORY, Found, UnreadableError
from core.plain import plain_text


def answer(read: Callable[[BinaryIO], Found]) -> None:
    """Read standard input, answer on standard output."""
    _limit()
    logging.disable()  # what a library thinks of a file is of no use to anybody
    try:
        found = read(sys.stdin.buffer)
        found = Found(plain_text(found.text), found.reason)
    except UnreadableError as error:
        found = Found(reason=str(error), failed=True)
    except MemoryError:
        found = Found(reason=TOO_MUCH_MEMORY, failed=True)
    sys.stdout.write(json.dumps(asdict(found)))


def _limit() -> None:
    """Let the kernel see to it. Where it cannot limit memory (macOS), the rest still holds."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.MOST_ANSWER, limits.MOST_ANSWER))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
