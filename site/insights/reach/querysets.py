"""Reading the sums that reports show. Nothing here looks at single readers."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Sum
from django.utils import timezone

if TYPE_CHECKING:
    from insights.reach.models import Reach, TimeReach  # noqa: F401 - for the types alone


def first_day(days: int) -> date:
    """The first of the last so many days, today among them."""
    return timezone.localdate() - timedelta(days=days - 1)


class ReachQuerySet(models.QuerySet["Reach"]):
    """Reads and readers."""

    def since(self, days: int) -> "ReachQuerySet":
        """Those of the last so many days."""
        return self.filter(day__gte=first_day(days))

    def by(self, field: str) -> list[dict[str, Any]]:
        """A row for each `page_id`, `day` or `department`, with the sums of `reads` and `readers`."""
        rows = self.order_by().values(field)
        return list(rows.annotate(reads=Sum("reads"), readers=Sum("readers")).order_by(field))


class TimeReachQuerySet(models.QuerySet["TimeReach"]):
    """Times."""

    def since(self, days: int) -> "TimeReachQuerySet":
        """Those of the last so many days."""
        return self.filter(day__gte=first_day(days))

    def by_page(self, pages: Iterable[int] | None = None) -> dict[int, dict[int, int]]:
        """How many readers each bucket has, by page: one query. Of all pages, unless some are given."""
        rows = self if pages is None else self.filter(page__in=pages)
        found: dict[int, dict[int, int]] = {}
        summed = rows.order_by().values_list("page_id", "bucket")
        for page, bucket, readers in summed.annotate(sum=Sum("readers")):
            found.setdefault(page, {})[bucket] = readers
        return found
