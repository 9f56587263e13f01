"""Reading entries: only what a reader may see, and what has yet to be sent. And best bets: those that hold."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from access.rules import Reader, rules_for, sees_everything


class EntryQuerySet(models.QuerySet[Any]):
    """Entries, in the ways that search needs them."""

    def there(self) -> "EntryQuerySet":
        """Those of things that can be found now."""
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=timezone.now()), live=True)

    def readable_by(self, user: Reader) -> "EntryQuerySet":
        """Those of what `user` is shown."""
        if sees_everything(user):
            return self.there()
        return self.there().filter(rule__in=rules_for(user))

    def unsent(self) -> "EntryQuerySet":
        """Those that some index has yet to be told of."""
        return self.filter(indexed_version__lt=F("version"))

    def longest_unsent(self, most: int) -> list[int]:
        """The ids of so many unsent ones, those first that have waited longest: in the order of their index.

        PostgreSQL takes a third of all entries for unsent, and without an order it would read them all to find none.
        """
        return list(self.unsent().order_by("version").values_list("pk", flat=True)[:most])

    def below(self, path: str) -> "EntryQuerySet":
        """Those of the pages at and below a path."""
        return self.filter(source="page", path__startswith=path)


class BestBetQuerySet(models.QuerySet[Any]):
    """Best bets, by whether they hold."""

    def on(self, day: date | None = None) -> "BestBetQuerySet":
        """Those that hold on a day, by default today."""
        day = day or timezone.localdate()
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
        return self.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def planned(self, day: date | None = None) -> "BestBetQuerySet":
        """Those that do not hold yet."""
        return self.filter(starts_on__gt=day or timezone.localdate())

    def ended(self, day: date | None = None) -> "BestBetQuerySet":
        """Those that hold no longer."""
        return self.filter(ends_on__lt=day or timezone.localdate())
