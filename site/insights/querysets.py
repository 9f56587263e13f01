"""Reading the query log, by query and never by person."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Max, Q
from django.utils import timezone

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

    def by_query(self, at_least: int) -> Any:
        """A row for each query that was asked so often: `times`, `clicked`, `yes`, `answered`, `most`, `last`."""
        rows = (
            self.order_by()
            .values("query")
            .annotate(
                times=Count("pk"),
                clicked=Count("clicked_rank"),
                yes=Count("pk", filter=Q(found=True)),
                answered=Count("found"),
                most=Max("total"),
                last=Max("hour"),
            )
        )
        return rows.filter(times__gte=at_least).order_by("-times", "query")
