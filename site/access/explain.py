"""Requirements in words, and why a person does or does not meet one.

Pure functions: who calls them brings the requirement, the person's terms and the names of groups.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from access.rules import Clause, Requirement

#: What each term is called: `{"group:4": "HR"}`.
Names = Mapping[str, str]

UNNAMED = "a group that is gone"
EVERYBODY = "anybody who is signed in"
ADMINISTRATORS = "nobody but administrators"
NOBODY_GETS_IN = "Nobody gets in here: no group is chosen. Choose groups instead."


@dataclass(frozen=True)
class Reason:
    """One reason for or against, in a sentence; `clause` is what it is about, if it is a clause."""

    speaks_for: bool
    sentence: str
    clause: Clause | None = None


@dataclass(frozen=True)
class Answer:
    """Whether somebody can see something, and all the reasons."""

    yes: bool
    reasons: tuple[Reason, ...]


def in_words(requirement: Requirement, names: Names) -> str:
    """Whom a requirement lets in, to stand in a sentence: “people in HR or Legal, and in Managers”."""
    if not requirement:
        return EVERYBODY
    if frozenset() in requirement:
        return ADMINISTRATORS
    clauses = sorted(f"in {any_of(clause, names)}" for clause in requirement)
    several = any(len(clause) > 1 for clause in requirement)
    return "people " + (", and " if several else " and ").join(clauses)


def any_of(clause: Clause, names: Names) -> str:
    """The names of a clause's groups: “HR, Legal or Managers”."""
    return listed((names.get(term, UNNAMED) for term in clause), "or")


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words in a row by the alphabet, the last two joined by `last`."""
    *first, end = sorted(words, key=str.casefold) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def is_as_closed(one: Requirement, other: Requirement) -> bool:
    """Whether everybody who meets `one` also meets `other`."""
    return all(any(clause <= asked for clause in one) for asked in other)


def answer(
    requirement: Requirement,
    terms: Collection[str],
    names: Names,
    *,
    obstacles: Iterable[str] = (),
    is_superuser: bool = False,
) -> Answer:
    """Whether somebody with these terms can see what asks `requirement`.

    `obstacles` are sentences on what stands in the way of everybody, or of this account; each makes
    the answer a no. A superuser needs no group.
    """
    reasons = [Reason(False, sentence) for sentence in obstacles]
    if is_superuser:
        reasons.append(Reason(True, "Is an administrator, and administrators see everything."))
    elif not requirement:
        reasons.append(Reason(True, "Anybody who is signed in can see it."))
    else:
        reasons += [_reason(clause, frozenset(terms), names) for clause in _in_order(requirement)]
    return Answer(all(reason.speaks_for for reason in reasons), tuple(reasons))


def _reason(clause: Clause, terms: frozenset[str], names: Names) -> Reason:
    if not clause:
        return Reason(False, NOBODY_GETS_IN, clause)
    if held := clause & terms:
        return Reason(True, f"Is in {listed(names.get(term, UNNAMED) for term in held)}.", clause)
    if len(clause) == 1:
        return Reason(False, f"Is not in {any_of(clause, names)}.", clause)
    return Reason(False, f"Is not in {any_of(clause, names)}; one of them would do.", clause)


def _in_order(requirement: Requirement) -> list[Clause]:
    return sorted(requirement, key=sorted)
