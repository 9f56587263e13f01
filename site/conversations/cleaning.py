"""What is kept of a text that somebody sends: plain words, a bounded flood, and nothing that one cannot see."""

import re
import unicodedata

from core.plain import plain_text

#: What has no width and no use but to hide, or to turn the order of what stands after it.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200e\u200f\u2061-\u206f\u3164\uffa0\u115f\u1160]"
)
#: Letters of tags: they make the flags of England, Scotland and Wales, and elsewhere hide words.
_FLAG_OR_TAGS = re.compile(
    "(\U0001f3f4[\U000e0061-\U000e007a]{1,6}\U000e007f)|[\U000e0000-\U000e007f]"
)
#: Joiners belong between two characters that are no blanks and no Latin letters, one at a time.
_JOINER = re.compile("(?<![^\x00-\u024f\\s])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\u024f\\s])")
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
#: More marks than this upon a letter are drawn over the lines above and below.
_MARKS = 4
_SEEN = frozenset("LNPS")
#: Counted as letters or signs, and drawn as nothing.
_BLANK = frozenset("\u2800")


def clean(text: str) -> str:
    """The text as it is kept and shown: lines as typed, at most one of them empty in a row."""
    text = _FLAG_OR_TAGS.sub(r"\1", _INVISIBLE.sub("", plain_text(text)))
    text = _JOINERS.sub(r"\1", _JOINER.sub("", text))
    if not text.isascii():
        text = _without_towers(text)
    return plain_text(text)


def is_visible(text: str) -> bool:
    """Whether there is anything to see in it."""
    return any(unicodedata.category(char)[0] in _SEEN and char not in _BLANK for char in set(text))


def _without_towers(text: str) -> str:
    """No more than a few marks upon each letter."""
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= _MARKS:
            kept.append(char)
    return "".join(kept)
