"""Words: how a text is taken apart, folded and stemmed. The same for entries and for queries."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import snowballstemmer

from core.folding import fold

MOST_WORDS = 32
LONGEST_QUERY = 400
LONGEST_WORD = 40
MOST_SPELLINGS = 200
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN = re.compile("[a-z0-9]+")
_QUOTES = re.compile('["“”„«»]')
_APOSTROPHE = re.compile(r"['’](?:s\b)?")
#: Words that say nothing about what is wanted, unless there is nothing else.
STOP_WORDS = frozenset(
    "a about am an and any are as at be been but by can could did do does for from get had has have how i if in into"
    " is it its me my of on or our shall should so some than that the their them then there these they this those to"
    " us was we were what when where which who why will with would you your d ll m re t ve".split()
)


def clean(text: str) -> str:
    """What a person typed, less what no index can use.

    Control and other invisible characters become blanks, runs of blanks one; at most 32 words of 400 characters
    stay, lone punctuation goes. Quotation marks stay, as plain ones. Empty when nothing is left.
    """
    kept = "".join(
        " " if unicodedata.category(char)[0] in "CZ" else char for char in text[:LONGEST_QUERY]
    )
    parts = _QUOTES.sub('"', kept).split()
    parts = [part for part in parts if part == '"' or any(char.isalnum() for char in part)]
    return " ".join(parts[:MOST_WORDS]).strip()


def folded_words(text: str) -> list[str]:
    """The words of a text, folded: small letters without accents. “Ann's P45, O'Brien” → ann, p45, o, brien."""
    if text.isascii() and "'" not in text:  # nothing to fold: ten times as fast
        return [word[:LONGEST_WORD] for word in _PLAIN.findall(text.lower())]
    return [
        part[:LONGEST_WORD]
        for word in _WORD.findall(text)
        for part in fold(_APOSTROPHE.sub(" ", word)).split()
        if part.isalnum()
    ]


def spellings(text: str) -> list[str]:
    """The words of a text that are typed in a way that engines do not see: “Łódź” → lodz, “O'Brien” → obrien."""
    if text.isascii() and "'" not in text:
        return []
    found = dict.fromkeys(
        word
        for whole in dict.fromkeys(_WORD.findall(text))
        if not whole.isascii() or "'" in whole
        for word in (*folded_words(whole), fold(_APOSTROPHE.sub("", whole))[:LONGEST_WORD])
        if word.isalnum() and word not in _bare(whole)
    )
    return list(found)[:MOST_SPELLINGS]


def _bare(word: str) -> list[str]:
    """What an engine makes of a word: small letters, accents off, apart at what is no letter."""
    apart = unicodedata.normalize("NFKD", word.lower())
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return re.split("['’]", letters)


def squash(text: str) -> str:
    """An exact term without all but letters and digits: “020 7946-0958” → 02079460958."""
    return "".join(char for char in fold(text) if char.isalnum())


def phones(text: str) -> list[str]:
    """How a phone number may be typed, squashed: with and without its country and its nought."""
    digits = "".join(char for char in text.replace("(0)", "") if char.isdigit())
    national = digits.removeprefix("0044").removeprefix("44").lstrip("0")
    abroad = (f"44{national}", f"0044{national}", f"440{national}")
    return list(dict.fromkeys((digits, f"0{national}", *abroad, national)))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word: what “policies” and “policy” share."""
    return str(_stemmer().stemWord(word))


def stems(words: Iterable[str]) -> set[str]:
    """The stems of words."""
    return {stem(word) for word in words}


def content_words(words: Iterable[str]) -> list[str]:
    """Words that say what is wanted; all of them where none does."""
    found = list(words)
    return [word for word in found if word not in STOP_WORDS] or found


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    return snowballstemmer.stemmer("english")
