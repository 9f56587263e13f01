"""People and teams, as search knows and shows them."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex

from access.rules import ANYBODY, Reader, ids_of
from core import findable
from core.findable import Findable, Known, Shown
from core.folding import fold
from people.loading import with_photos
from people.models import Membership, Person, PersonLanguage, PersonSkill, Team
from people.numbers import public_numbers
from people.querysets import going_on, here_q

PEOPLE, TEAMS = "person", "team"
#: Who types O'Brien may leave it out.
_APOSTROPHE = re.compile("['’]")
#: For so many days it is looked whose time in a team has ended.
LATELY = 14


class People:
    """Whoever works here, by every name, by what they do and where, and by how they are reached."""

    name = PEOPLE

    @property
    def kinds(self) -> dict[str, tuple[str, str]]:
        """What one of them is called, and several."""
        return {"person": ("Person", "People")}

    def numbers(self) -> Iterator[int]:
        """Whoever is here."""
        yield from Person.objects.here().order_by("pk").values_list("pk", flat=True).iterator()

    def describe(self, numbers: Collection[int]) -> dict[int, Findable]:
        """Five queries, however many."""
        rule = ids_of([ANYBODY])[ANYBODY]
        people = Person.objects.here().filter(pk__in=numbers).select_related("location")
        teams, known = _teams_of(numbers), _known(numbers)
        return {
            person.pk: _describe(person, rule, teams.get(person.pk, []), known.get(person.pk, []))
            for person in people
        }

    def show(self, request: HttpRequest, entries: Collection[Known]) -> dict[int, Shown]:
        """One query, and one for photos that are not in the cache. The main team is the first of the trail."""
        teams = {entry.number: entry.trail.partition("\n")[0] for entry in entries}
        listed = Person.objects.listed_for(request.user).filter(pk__in=teams)
        people = with_photos(listed.for_cards(), request.user)
        for person in people:
            person.shown_numbers = public_numbers(person)
        return {
            person.pk: Shown(
                title=person.name,
                address=person.get_absolute_url(),
                label="Person",
                summary=person.job_title,
                facts=teams[person.pk],
                template="people/hit.html",
                thing=person,
            )
            for person in people
        }

    def openable(self, user: Reader) -> Any:
        """The ends of their addresses."""
        return Person.objects.listed_for(user).order_by().values("pk", place=F("slug"))

    def address(self, request: HttpRequest, number: int, place: str) -> str:
        """Their profile."""
        return reverse("people:person", args=[place])

    def rules(self, numbers: Collection[int]) -> dict[int, int]:
        """Any signed-in person may find them."""
        return dict.fromkeys(numbers, ids_of([ANYBODY])[ANYBODY])

    def below(self, paths: Collection[str]) -> Iterable[int]:
        """People stand in no tree of rules."""
        return ()


class Teams:
    """The teams that are open."""

    name = TEAMS

    @property
    def kinds(self) -> dict[str, tuple[str, str]]:
        """What one of them is called, and several."""
        return {"team": ("Team", "Teams")}

    def numbers(self) -> Iterator[int]:
        """Whatever is not closed."""
        yield from Team.objects.open().order_by("pk").values_list("pk", flat=True).iterator()

    def describe(self, numbers: Collection[int]) -> dict[int, Findable]:
        """Two queries."""
        rule = ids_of([ANYBODY])[ANYBODY]
        teams = Team.objects.open().filter(pk__in=numbers).select_related("parent")
        return {
            team.pk: Findable(
                kind=TEAMS,
                title=team.name,
                rule=rule,
                summary=team.purpose,
                trail=team.parent.name if team.parent else "",
                exact=tuple(filter(None, (team.email, team.phone))),
                department=team.department_id,
                live_until=_end_of(team.closed_on - timedelta(days=1) if team.closed_on else None),
            )
            for team in teams
        }

    def show(self, request: HttpRequest, entries: Collection[Known]) -> dict[int, Shown]:
        """One query."""
        members = Count(
            "memberships", filter=going_on("memberships__") & here_q("memberships__person__")
        )
        numbers = [entry.number for entry in entries]
        teams = Team.objects.readable_by(request.user).open().filter(pk__in=numbers)
        return {
            team.pk: Shown(
                title=team.name,
                address=team.get_absolute_url(),
                label="Team",
                summary=team.purpose,
                facts=f"{team.people} {'person' if team.people == 1 else 'people'}",
                icon="users",
                thing=team,
            )
            for team in teams.annotate(people=members)
        }

    def openable(self, user: Reader) -> Any:
        """The ends of their addresses."""
        teams = Team.objects.readable_by(user).open()
        return teams.order_by().values("pk", place=F("slug"))

    def address(self, request: HttpRequest, number: int, place: str) -> str:
        """Their page."""
        return reverse("people:team", args=[place])

    def rules(self, numbers: Collection[int]) -> dict[int, int]:
        """Any signed-in person may find them."""
        return dict.fromkeys(numbers, ids_of([ANYBODY])[ANYBODY])

    def below(self, paths: Collection[str]) -> Iterable[int]:
        """Teams stand in no tree of rules."""
        return ()


def people_changed(numbers: Iterable[int]) -> None:
    """Say that people have changed, and with them whatever names them."""
    wanted = set(numbers)
    findable.changed(PEOPLE, wanted)
    pages = ReferenceIndex.objects.filter(
        to_content_type=ReferenceIndex._get_base_content_type(Person),
        to_object_id__in=map(str, wanted),
    )
    named_on = pages.filter(base_content_type__model="page").values_list("object_id", flat=True)
    findable.changed("page", set(map(int, named_on)))


def team_changed(team: Team) -> None:
    """Say that a team has changed, and with it its members and the teams within, which are found by its name."""
    within = Team.objects.filter(parent=team.pk).values_list("pk", flat=True)
    findable.changed(TEAMS, [team.pk, *within])
    members = Membership.objects.going_on().filter(team=team)
    findable.changed(PEOPLE, members.values_list("person_id", flat=True))


def tell_of_ended() -> None:
    """Say that those have changed whose time in a team was over of late: no one wrote anything on that day."""
    today = timezone.localdate()
    ended = Membership.objects.filter(
        ended_on__lt=today, ended_on__gte=today - timedelta(days=LATELY)
    )
    people = set(ended.values_list("person_id", flat=True))
    if people:
        findable.changed(PEOPLE, people)


def _describe(person: Any, rule: int, teams: list[str], known: list[str]) -> Findable:
    place = person.location.name if person.location else ""
    said = [person.about, person.profession, place, *known]
    names = {person.name, person.full_name, fold(person.name), fold(person.full_name)}
    names |= {_APOSTROPHE.sub("", name) for name in names}
    numbers = [number.written for number in public_numbers(person)]
    return Findable(
        kind=PEOPLE,
        title=person.name,
        rule=rule,
        names="\n".join(sorted(names)),
        summary=person.job_title,
        body="\n".join(filter(None, said)),
        trail="\n".join(teams),
        exact=tuple(filter(None, (person.email, person.employee_id, *numbers))),
        live_until=_end_of(person.left_on),
    )


def _end_of(day: Any) -> datetime | None:
    """The end of a day, here; None for no day."""
    if day is None:
        return None
    midnight = datetime.combine(day + timedelta(days=1), time())
    return timezone.make_aware(midnight)


def _teams_of(numbers: Collection[int]) -> dict[int, list[str]]:
    """The names of the teams that people are in, the main one first, by the person's id."""
    found: dict[int, list[str]] = {}
    rows = Membership.objects.going_on().filter(person__in=numbers)
    for number, name, title in rows.values_list("person_id", "team__name", "title"):
        found.setdefault(number, []).extend(filter(None, (name, title)))
    return found


def _known(numbers: Collection[int]) -> dict[int, list[str]]:
    """The names of people's skills and languages, by the person's id."""
    found: dict[int, list[str]] = {}
    for model, name in ((PersonSkill, "skill__name"), (PersonLanguage, "language__name")):
        rows = model.objects.filter(person__in=numbers).order_by()
        for number, word in rows.values_list("person_id", name):
            found.setdefault(number, []).append(word)
    return found
