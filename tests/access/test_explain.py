"""Requirements in words, and the reasons for a yes and a no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.explain import Answer, answer, in_words, is_as_closed, listed
from access.rules import ANYBODY, NOBODY, Requirement, canonical, is_met

NAMES = {"group:1": "HR", "group:2": "Managers", "group:3": "Legal"}
terms = st.sampled_from(["group:1", "group:2", "group:3", "group:4"])
requirements = st.frozensets(st.frozensets(terms, max_size=3), max_size=3).map(canonical)
people = st.frozensets(terms)


def asks(*clauses: str) -> Requirement:
    """`asks("12", "3")`: in HR or Managers, and in Legal."""
    return frozenset(frozenset(f"group:{number}" for number in clause) for clause in clauses)


@pytest.mark.parametrize(
    ("requirement", "words"),
    [
        (ANYBODY, "anybody who is signed in"),
        (NOBODY, "nobody but administrators"),
        (asks("1"), "people in HR"),
        (asks("1", "2"), "people in HR and in Managers"),
        (asks("123"), "people in HR, Legal or Managers"),
        (asks("13", "2"), "people in HR or Legal, and in Managers"),
        (asks("9"), "people in a group that is gone"),
    ],
)
def test_a_requirement_is_said_in_plain_words(requirement: Requirement, words: str) -> None:
    assert in_words(requirement, NAMES) == words


def test_words_in_a_row_stand_by_the_alphabet() -> None:
    assert listed(["c", "B", "a"]) == "a, B and c"
    assert listed([]) == ""


def said(found: Answer) -> list[tuple[bool, str]]:
    return [(reason.speaks_for, reason.sentence) for reason in found.reasons]


def test_an_answer_names_the_group_that_lets_somebody_in() -> None:
    found = answer(asks("13"), {"group:3"}, NAMES)
    assert found.yes
    assert said(found) == [(True, "Is in Legal.")]


def test_an_answer_names_the_groups_that_would_let_somebody_in() -> None:
    found = answer(asks("13", "2"), {"group:2"}, NAMES)
    assert not found.yes
    assert said(found) == [
        (False, "Is not in HR or Legal; one of them would do."),
        (True, "Is in Managers."),
    ]


def test_an_administrator_needs_no_group() -> None:
    assert answer(NOBODY, (), {}, is_superuser=True).yes


def test_an_obstacle_stands_before_everybody() -> None:
    found = answer(ANYBODY, (), {}, obstacles=["It is not published."], is_superuser=True)
    assert not found.yes
    assert said(found)[0] == (False, "It is not published.")


@given(requirements, people)
def test_the_answer_is_what_the_rule_says(requirement: Requirement, held: frozenset[str]) -> None:
    assert answer(requirement, held, NAMES).yes is is_met(requirement, held)


@given(requirements, requirements)
def test_as_closed_is_what_lets_in_nobody_more(one: Requirement, other: Requirement) -> None:
    every = ["group:1", "group:2", "group:3", "group:4"]
    crowd = [
        {term for place, term in enumerate(every) if number >> place & 1} for number in range(16)
    ]
    lets_in_more = any(is_met(one, held) and not is_met(other, held) for held in crowd)
    assert is_as_closed(one, other) is not lets_in_more
