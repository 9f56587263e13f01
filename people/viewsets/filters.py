"""What the lists of people and teams are narrowed by."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet

from people.enums import TeamKind
from people.models import Location, Person, Team
from people.models.person import CONFIRMED_FOR
from people.viewsets.standing import Standing, standing_q

NO_MANAGER, UNCONFIRMED = "manager", "confirmed"
WITH, WITHOUT = "with", "without"
OPEN, CLOSED = "open", "closed"


class IndentedTeam(django_filters.fields.ModelChoiceField):
    """A choice of one team out of the whole tree, each below the one that it is part of."""

    def label_from_instance(self, team: Team) -> str:
        """The name, moved in by its depth."""
        return "\u2003" * (team.depth - 1) + team.name


class TeamFilter(django_filters.ModelChoiceFilter):
    """People of a team and of every team below it."""

    field_class = IndentedTeam


def professions(*_args: Any) -> list[tuple[str, str]]:
    """Every profession that somebody has."""
    known = Person.objects.exclude(profession="").order_by("profession")
    return [(name, name) for name in known.values_list("profession", flat=True).distinct()]


class PersonFilterSet(WagtailFilterSet):
    """People by team, place, profession, standing, and what their profiles lack.

    Who was erased has no name to look for, and is shown only if asked for.
    """

    standing = django_filters.ChoiceFilter(
        label="Status", choices=Standing.choices, method="by_standing", widget=RadioSelect,
        empty_label="Everybody",
    )  # fmt: skip
    team = TeamFilter(
        label="Team, with all below it",
        queryset=Team.objects.order_by("path"),
        method="by_team",
    )
    location = django_filters.ModelChoiceFilter(queryset=Location.objects.all())
    profession = django_filters.ChoiceFilter(choices=professions)
    lacks = django_filters.MultipleChoiceFilter(
        label="What is missing",
        choices=((NO_MANAGER, "Has no manager"), (UNCONFIRMED, "Not confirmed for a year")),
        method="by_gaps", widget=CheckboxSelectMultiple,
    )  # fmt: skip
    account = django_filters.ChoiceFilter(
        label="Account", choices=((WITH, "Signs in"), (WITHOUT, "Has no account")),
        method="by_account", widget=RadioSelect, empty_label="All",
    )  # fmt: skip

    class Meta:
        model = Person
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """Leave out who was erased unless a standing is asked for."""
        found: QuerySet[Person] = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("standing"):
            return found
        return found.filter(erased_at__isnull=True)

    def by_standing(self, people: Any, _name: str, standing: str) -> Any:
        """People of one standing."""
        return people.filter(standing_q(standing))

    def by_team(self, people: Any, _name: str, team: Team) -> Any:
        """People in a team, or in one below it."""
        return people.in_team(team)

    def by_gaps(self, people: Any, _name: str, gaps: list[str]) -> Any:
        """People who lack all that was ticked."""
        if NO_MANAGER in gaps:
            people = people.filter(manager__isnull=True)
        if UNCONFIRMED in gaps:
            earliest = timezone.localdate() - CONFIRMED_FOR
            people = people.filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=earliest))
        return people

    def by_account(self, people: Any, _name: str, choice: str) -> Any:
        """People with an account, or without."""
        return people.filter(user__isnull=choice == WITHOUT)


class TeamFilterSet(WagtailFilterSet):
    """Teams by where they stand, what they are and whether they still are."""

    within = TeamFilter(
        label="In, with all below it", queryset=Team.objects.order_by("path"), method="by_place"
    )
    kind = django_filters.ChoiceFilter(
        choices=TeamKind.choices, widget=RadioSelect, empty_label="All"
    )
    status = django_filters.ChoiceFilter(
        choices=((OPEN, "Open"), (CLOSED, "Closed")), method="by_status", widget=RadioSelect,
        empty_label="All",
    )  # fmt: skip

    class Meta:
        model = Team
        fields: list[str] = []

    def by_place(self, teams: Any, _name: str, team: Team) -> Any:
        """A team, and those below it."""
        return teams.within(team)

    def by_status(self, teams: Any, _name: str, status: str) -> Any:
        """Teams that are open, or closed."""
        still = Team.objects.open().values("pk")
        return teams.filter(pk__in=still) if status == OPEN else teams.exclude(pk__in=still)
