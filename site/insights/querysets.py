"""Reading the query log, by query and never by person."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Max, Q
from django.utils import timezone

from access.rules import Reader, rules_for, sees_everything

if TYPE_CHECKING:
    from insights.models import SearchLog  # noqa: F401 - for the types alone

KEPT_DAYS = 90


class SearchLogQuerySet(models.QuerySet["SearchLog"]):
    """Searches, in the ways that reports show them."""

    def since(self, days: int) -> "SearchLogQuerySet":
        """Those of the last so many days."""
        return self.filter(hour__gte=timezone.now() - timedelta(days=days))

    def too_old(self) -> "SearchLogQuerySet":
        """Those that are kept no longer."""
        return self.filter(hour__lt=timezone.now() - timedelta(days=KEPT_DAYS))

    def told_to(self, user: Reader) -> "SearchLogQuerySet":
        """Those that `user` may be told of: who may not see what a search found is not told that there is something."""
        if sees_everything(user):
            return self
        return self.filter(Q(rule__isnull=True) | Q(rule__in=rules_for(user)))

    def by_query(self, at_least: int) -> Any:
        """A row for each query that was asked so often.

        With `times`, `clicked`, `vain`, `yes`, `answered`, `most` and `last`. How much was found at most is for
        nobody to see: it counts what the reader who asks may not know.
        """
        rows = (
            self.order_by()
            .values("query")
            .annotate(
                times=Count("pk"),
                clicked=Count("clicked_rank"),
                vain=Count("pk", filter=Q(total=0)),
                yes=Count("pk", filter=Q(found=True)),
                answered=Count("found"),
                most=Max("total"),
                last=Max("hour"),
            )
        )
        return rows.filter(times__gte=at_least).order_by("-times", "query")
