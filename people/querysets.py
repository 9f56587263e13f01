"""Reading people and teams. What a reader is shown comes through `readable_by`."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from access.rules import Reader
from core.folding import fold
from people.managers import LONGEST, UPWARDS

if TYPE_CHECKING:
    from people.models import Team

#: How long a person who has left can still be found at their address.
KEPT_FOR = timedelta(days=90)
#: Words of a search that are looked at; more tell no more.
MOST_WORDS = 8
#: Comes after every digit of a team's path, however the database sorts.
BEYOND = "g"


def going_on(prefix: str = "") -> Q:
    """Memberships that have not ended."""
    today = timezone.localdate()
    return Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gte": today})


def here_q(prefix: str = "") -> Q:
    """People who work here: their last day, if there is one, is not over, and they are not erased."""
    today = timezone.localdate()
    stays = Q(**{f"{prefix}left_on__isnull": True}) | Q(**{f"{prefix}left_on__gte": today})
    return Q(**{f"{prefix}erased_at__isnull": True}) & stays


class PersonQuerySet(models.QuerySet[Any]):
    """People, in the ways that pages and the CMS need them."""

    def here(self) -> "PersonQuerySet":
        """Those who work here: whoever is in a list."""
        return self.filter(here_q())

    def readable_by(self, user: Reader) -> "PersonQuerySet":
        """Those whose page `user` may open: who is here, or left at most 90 days ago."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        earliest = timezone.localdate() - KEPT_FOR
        kept = Q(left_on__isnull=True) | Q(left_on__gte=earliest)
        return self.filter(kept, erased_at__isnull=True)

    def listed_for(self, user: Reader) -> "PersonQuerySet":
        """Those whom `user` finds in the directory, in lists and in choosers."""
        return self.readable_by(user).here()

    def matching(self, words: str) -> "PersonQuerySet":
        """Those with every word in their names, e-mail, id or job title; best first.

        A word may be the beginning of a name, or stand within one. Names that begin as typed come first.
        """
        words = words.replace("\x00", " ")
        typed = fold(words).split()[:MOST_WORDS]
        if not typed:
            return self
        found = self
        for word in typed:
            found = found.filter(search_text__contains=word)
        whole = " ".join(typed)
        rank = Case(
            When(employee_id__iexact=words.strip(), then=Value(0)),
            When(email=whole, then=Value(0)),
            When(search_text__startswith=whole, then=Value(1)),
            When(sort_name__startswith=whole, then=Value(1)),
            When(
                search_text__contains=f" {typed[-1]}", sort_name__contains=typed[0], then=Value(2)
            ),
            default=Value(3),
            output_field=IntegerField(),
        )
        return found.annotate(rank=rank).order_by("rank", "sort_name", "pk")

    def for_cards(self) -> "PersonQuerySet":
        """With what a card shows at hand but the team, and without what it does not show."""
        related = self.select_related("location", "photo__collection__collection_rule")
        return related.defer("about", "search_text", "location__address", "location__directions")

    def above(self, person_id: int) -> "PersonQuerySet":
        """The managers of somebody upwards, in no order: one query however long the line is."""
        line = RawSQL(UPWARDS, [person_id, LONGEST])  # noqa: S611 - a constant; ids are parameters
        return self.filter(pk__in=line).exclude(pk=person_id)

    def in_team(self, team: "Team") -> "PersonQuerySet":
        """Those who are in a team or in one below it, each once."""
        inside = team.memberships.model.objects.going_on().within(team)
        return self.filter(pk__in=inside.values("person_id"))

    def started_since(self, day: date) -> "PersonQuerySet":
        """New starters, the newest first."""
        today = timezone.localdate()
        return self.filter(start_date__gte=day, start_date__lte=today).order_by(
            "-start_date", "sort_name"
        )

    def confirmed_since(self, day: date) -> "PersonQuerySet":
        """Those who said that their profile is right, the latest first."""
        return self.filter(confirmed_on__gte=day).order_by("-confirmed_on", "sort_name")


class TeamQuerySet(models.QuerySet[Any]):
    """Teams, in the ways that pages and the CMS need them."""

    def open(self) -> "TeamQuerySet":
        """Those that are not closed."""
        today = timezone.localdate()
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today))

    def readable_by(self, user: Reader) -> "TeamQuerySet":
        """Those whose page `user` may open: any team, for whoever is signed in."""
        return self.all() if user.is_authenticated and user.is_active else self.none()

    def matching(self, words: str) -> "TeamQuerySet":
        """Those with every word in their names."""
        found = self
        for word in fold(words.replace("\x00", " ")).split()[:MOST_WORDS]:
            found = found.filter(sort_name__contains=word)
        return found

    def within(self, team: "Team") -> "TeamQuerySet":
        """A team and all below it."""
        return self.below_path(team.path) if team.path else self.filter(pk=team.pk)

    def below_path(self, path: str) -> "TeamQuerySet":
        """The teams at and below a path: one range of its index."""
        return self.filter(path__gte=path, path__lt=path + BEYOND)


class MembershipQuerySet(models.QuerySet[Any]):
    """Memberships."""

    def going_on(self) -> "MembershipQuerySet":
        """Those that have not ended."""
        return self.filter(going_on())

    def within(self, team: Any) -> "MembershipQuerySet":
        """Those of a team and of all teams below it."""
        if not team.path:
            return self.filter(team_id=team.pk)
        return self.filter(team__path__gte=team.path, team__path__lt=team.path + BEYOND)

    def of_people_here(self) -> "MembershipQuerySet":
        """Those of people who work here, going on."""
        return self.going_on().filter(here_q("person__"))

    def moves_since(self, day: date) -> "MembershipQuerySet":
        """Main teams that somebody came to from elsewhere in the house, the latest first.

        Who has no first day on record has moved if a team of theirs has ended.
        """
        ended = self.model.objects.filter(person=OuterRef("person"), ended_on__isnull=False)
        undated = Q(Exists(ended), person__start_date__isnull=True)
        came = Q(person__start_date__lt=F("started_on")) | undated
        recent = Q(started_on__gte=day, started_on__lte=timezone.localdate(), is_primary=True)
        return self.going_on().filter(recent, came).order_by("-started_on", "person__sort_name")
