"""At least so many of some words, for engines that know nothing but “and” and “or”."""

from collections.abc import Sequence
from itertools import combinations
from math import comb

#: More alternatives than these are not spelt out: fewer words are then enough.
MOST = 30


def at_least(parts: Sequence[str], least: int, both: str, either: str) -> str:
    """An expression for at least `least` of the parts, joined by the signs for “and” and “or”."""
    while 1 < least < len(parts) and comb(len(parts), least) > MOST:
        least -= 1
    if least >= len(parts):
        return both.join(parts)
    if least <= 1:
        return f"({either.join(parts)})"
    ways = (f"({both.join(some)})" for some in combinations(parts, least))
    return f"({either.join(ways)})"
