"""What was found in a file."""

import time
from dataclasses import dataclass

from core.extraction.limits import ENOUGH_SECONDS, MOST_CHARACTERS

DAMAGED = "It is damaged, or locked with a password."
LOCKED = "It is locked with a password."
TOO_LARGE = "It is too large to be read."
TOO_LONG = "It takes too long to be read."
TOO_MUCH_MEMORY = "It takes too much memory to be read."
ONLY_THE_BEGINNING = "Only its beginning was read."


class UnreadableError(Exception):
    """A file gives no text; the message says why in a sentence."""


@dataclass(frozen=True)
class Found:
    """A file's text, and in a sentence why there is none or not all of it."""

    text: str = ""
    reason: str = ""
    failed: bool = False


class Words:
    """Collects text, no more of it than is kept and for no longer than is well."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left = MOST_CHARACTERS
        self._end = time.process_time() + ENOUGH_SECONDS

    @property
    def is_full(self) -> bool:
        """Whether there is no room for more."""
        return self._left <= 0

    @property
    def is_over(self) -> bool:
        """Whether there is no room or no time for more."""
        return self.is_full or time.process_time() > self._end

    def add(self, text: str) -> None:
        """Put it at the end, as far as there is room."""
        text = text[: self._left]
        self._parts.append(text)
        self._left -= len(text)

    def __str__(self) -> str:
        return "".join(self._parts)
