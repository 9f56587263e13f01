"""Numbers of people in plain sentences."""

from django.utils.text import capfirst

from access.explain import in_words
from access.parts import names_of
from access.readers import Change, change
from access.rules import Requirement


def people(number: int) -> str:
    """“1 person”, “23,000 people”, “nobody”."""
    return "nobody" if not number else "1 person" if number == 1 else f"{number:,} people"


def of_change(before: Requirement, after: Requirement) -> list[str]:
    """Who sees something now and afterwards, and how many gain and lose it, a sentence for each.

    At most two queries.
    """
    names = names_of(before, after)
    numbers = change(before, after)
    return [
        f"Now: {in_words(before, names)} ({people(numbers.before)}).",
        f"Afterwards: {in_words(after, names)} ({people(numbers.after)}).",
        gain_and_loss(numbers),
    ]


def gain_and_loss(numbers: Change) -> str:
    """How many lose something and gain it: “23 people lose it, and nobody gains it.”."""
    lose, gain = numbers.lose, numbers.gain
    return capfirst(
        f"{people(lose)} {_verb('lose', lose)} it, and {people(gain)} {_verb('gain', gain)} it."
    )


def _verb(verb: str, number: int) -> str:
    return verb if number > 1 else f"{verb}s"
