"""Reading one person's page: who they are to others, and to the reader. Few queries, whatever the size."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, Value, Window

from access.querysets import Reader
from people.enums import Hat, LanguageLevel, SkillLevel
from people.loading import LARGE, with_photos
from people.models import FormerPersonAddress, Membership, Person, PersonLanguage, PersonSkill
from people.numbers import Number, shown_numbers
from people.permissions import Ties, hats_of, ties_of

REPORTS_A_PAGE = 24
#: No list has a page of a number this long.
LONGEST_NUMBER = 6


@dataclass
class Profile:
    """Somebody as a reader is shown them; what a person who has left is not shown with is empty."""

    person: Person
    hats: frozenset[Hat] = frozenset()
    numbers: list[Number] = field(default_factory=list)
    main: Membership | None = None
    others: list[Membership] = field(default_factory=list)
    #: The managers upwards, the nearest first.
    managers: list[Person] = field(default_factory=list)
    reports: "Page[Person] | None" = None
    skills: list[tuple[str, str]] = field(default_factory=list)
    languages: list[tuple[str, str]] = field(default_factory=list)


def find(slug: str, user: Any) -> Person | None:
    """The person at an address, if `user` may read their page.

    The reader's own profile comes in the same query, since all that follows asks for it.
    """
    wanted = Q(slug=slug) | Q(user=user.pk)
    related = ("photo__collection__collection_rule", "location", "successor")
    rows = list(Person.objects.readable_by(user).filter(wanted).select_related(*related))
    own = next((row for row in rows if row.user_id == user.pk), None)
    Person._meta.get_field("user").remote_field.set_cached_value(user, own)
    return next((row for row in rows if row.slug == slug), None)


def find_by_former_address(slug: str, user: Reader) -> Person | None:
    """The person who once had an address, if `user` may read their page."""
    readable = Person.objects.readable_by(user)
    former = FormerPersonAddress.objects.filter(slug=slug, person__in=readable)
    found = former.select_related("person").first()
    return found.person if found else None


def profile_of(person: Person, user: Any, reports_page: Any = 1) -> Profile:
    """All that the page shows of a person whom `find` has found. At most five queries with warm photos."""
    with_photos([person], user, LARGE)
    if person.has_left:
        return Profile(person, hats_of(user, person))
    ties = _ties(person, user)
    teams = ties[person.pk]
    managers = _line_above(person, user)
    reports = _reports(person, user, reports_page)
    with_photos([*managers, *reports], user)
    skills, languages = _known(person)
    return Profile(
        person=person,
        hats=hats_of(user, person, ties),
        numbers=shown_numbers(user, person, ties),
        main=teams[0] if teams else None,
        others=teams[1:],
        managers=managers,
        reports=reports,
        skills=skills,
        languages=languages,
    )


def _ties(person: Person, user: Any) -> Ties:
    own = getattr(user, "person", None)
    return ties_of(*(each for each in (person, own) if each is not None))


def _line_above(person: Person, user: Reader) -> list[Person]:
    """The managers upwards who are here. A manager who has left is passed over, and the line goes on."""
    if not person.manager_id:
        return []
    above = {each.pk: each for each in Person.objects.above(person.pk).for_cards()}
    line: list[Person] = []
    at = person.manager_id
    while at in above:
        manager = above.pop(at)
        at = manager.manager_id
        if not (manager.has_left or manager.erased_at):
            line.append(manager)
    return line


def _reports(person: Person, user: Reader, number: Any) -> "Page[Person]":
    """A page of those whom the person manages, with the count of all: one query."""
    everybody = Person.objects.listed_for(user).filter(manager=person)
    counted = everybody.annotate(everybody=Window(Count("pk"))).for_cards()
    pages = Paginator(counted, REPORTS_A_PAGE)
    page = _whole(number)
    rows = list(counted[(page - 1) * REPORTS_A_PAGE : page * REPORTS_A_PAGE])
    if not rows and page > 1:
        return _reports(person, user, 1)
    pages.count = rows[0].everybody if rows else 0
    return Page(rows, page, pages)


def _whole(number: Any) -> int:
    """A page's number as somebody typed it; 1 for what is none."""
    text = str(number)
    return (
        max(1, int(text))
        if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
        else 1
    )


def _known(person: Person) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Skills and languages with their levels in words, by name: one query for both."""
    skills = PersonSkill.objects.filter(person=person).order_by()
    languages = PersonLanguage.objects.filter(person=person).order_by()
    rows = list(
        skills.values_list(Value("skill"), F("skill__name"), "level").union(
            languages.values_list(Value("language"), F("language__name"), "level"), all=True
        )
    )
    return (
        _in_words((name, SkillLevel(level)) for kind, name, level in rows if kind == "skill"),
        _in_words((name, LanguageLevel(level)) for kind, name, level in rows if kind != "skill"),
    )


def _in_words(known: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [
        (name, str(level.label)) for name, level in sorted(known, key=lambda one: one[0].casefold())
    ]
