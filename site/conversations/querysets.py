"""Reading what is said, and what is said about it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from access.rules import Reader

if TYPE_CHECKING:
    from conversations.models import ReadOnly, Report  # noqa: F401 - for the types alone


class ContributionQuerySet(models.QuerySet[Any]):
    """Contributions of one kind."""

    def standing(self) -> "ContributionQuerySet":
        """Those that nobody deleted and no moderator hid."""
        return self.filter(deleted_at__isnull=True, hidden_at__isnull=True)

    def hidden(self) -> "ContributionQuerySet":
        """Those that moderators hid, the latest first."""
        found = self.filter(deleted_at__isnull=True, hidden_at__isnull=False)
        return found.order_by("-hidden_at", "-pk")

    def by(self, user: Reader) -> "ContributionQuerySet":
        """Those that an account wrote."""
        return self.filter(author=user.pk)

    def since(self, moment: datetime) -> "ContributionQuerySet":
        """Those that came at or after a moment."""
        return self.filter(created_at__gte=moment)


class CommentQuerySet(ContributionQuerySet):
    """Comments."""

    def about(self, subject: str, number: int) -> "CommentQuerySet":
        """Those on one thing, replies among them."""
        return self.filter(subject=subject, number=number)


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports."""

    def open(self) -> "ReportQuerySet":
        """Those about which nobody decided yet."""
        return self.filter(settled_at__isnull=True)

    def of(self, target: str, number: int) -> "ReportQuerySet":
        """Those of one contribution."""
        return self.filter(target=target, number=number)


class ReadOnlyQuerySet(models.QuerySet["ReadOnly"]):
    """People who may not write."""

    def now(self) -> "ReadOnlyQuerySet":
        """Those who may not at this moment."""
        return self.filter(until__gt=timezone.now())
