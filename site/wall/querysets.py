"""Reading walls and posts. What a reader is shown comes through `readable_by`."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from access.querysets import EVERYTHING, NOTHING, readable_q
from access.rules import Reader, rules_for, sees_everything
from conversations.querysets import ContributionQuerySet
from wall.enums import Purpose, WallKind


def walls_q(user: Reader, prefix: str = "") -> Q:
    """The walls that `user` may read; `prefix` leads to the wall from what is filtered.

    A department's wall is as open as its page, and gone while that is; every other wall has a rule.
    """
    by_page = Q(**{f"{prefix}kind": WallKind.DEPARTMENT}) & readable_q(
        user, f"{prefix}department__"
    )
    if sees_everything(user):
        return by_page | ~Q(**{f"{prefix}kind": WallKind.DEPARTMENT})
    rules = rules_for(user)
    return Q(**{f"{prefix}rule__in": rules}) | by_page if rules else NOTHING


#: What of a post's wall decides who reads it, as `reads` takes it.
SIGHT = (
    "wall__kind",
    "wall__rule",
    "wall__department__live",
    "wall__department__expire_at",
    "wall__department__page_rule__rule",
)


def reads(user: Reader, kind: str, rule: int | None, *page: Any) -> bool:
    """`walls_q` asked of one wall at hand, by what SIGHT names: no query but that for the rules of the person."""
    if kind == WallKind.EVERYBODY:
        return bool(user.is_authenticated and user.is_active)
    if kind == WallKind.DEPARTMENT:
        live, expires, rule = page
        if not live or (expires and expires <= timezone.now()):
            return False
    return sees_everything(user) or rule in rules_for(user)


def everybodys_q(user: Reader, prefix: str = "") -> Q:
    """The wall of everybody, for whoever is signed in: `walls_q` of that wall alone, without asking for rules."""
    known = user.is_authenticated and user.is_active
    return Q(**{f"{prefix}kind": WallKind.EVERYBODY}) & (EVERYTHING if known else NOTHING)


def posts_q(user: Reader, prefix: str = "") -> Q:
    """The posts that `user` may read: those that stand, on walls that they may read."""
    stands = Q(**{f"{prefix}deleted_at__isnull": True, f"{prefix}hidden_at__isnull": True})
    return stands & walls_q(user, f"{prefix}wall__")


class WallQuerySet(models.QuerySet[Any]):
    """Walls."""

    def readable_by(self, user: Reader) -> "WallQuerySet":
        """Those that `user` may read."""
        return self.filter(walls_q(user))

    def named(self) -> "WallQuerySet":
        """With what they are called at hand."""
        related = self.select_related("department", "team")
        unread = ("body", "services", "contacts", "quick_links")
        return related.defer(*(f"department__{name}" for name in unread))

    def in_order(self) -> "WallQuerySet":
        """Everybody's first, then departments and teams by name."""
        return self.order_by("kind", "department__title", "team__sort_name", "pk")


class PostQuerySet(ContributionQuerySet):
    """Posts."""

    def readable_by(self, user: Reader) -> "PostQuerySet":
        """Those that stand, on walls that `user` may read."""
        return self.filter(posts_q(user))

    def for_everybody(self, user: Reader) -> "PostQuerySet":
        """Those on the wall of everybody: `readable_by` of that wall, without asking for rules."""
        return self.standing().filter(everybodys_q(user, "wall__"))

    def standing(self) -> "PostQuerySet":
        """Those that nobody deleted and no moderator hid, whoever reads them."""
        return self.filter(deleted_at__isnull=True, hidden_at__isnull=True)

    def unanswered(self) -> "PostQuerySet":
        """Questions that nobody has said are answered."""
        return self.filter(purpose=Purpose.QUESTION, answered_at__isnull=True)

    def latest_first(self) -> "PostQuerySet":
        """As they were posted, the newest first."""
        return self.order_by("-pk")

    def with_walls(self) -> "PostQuerySet":
        """With what showing one needs of its wall and author at hand."""
        unread = ("body", "services", "contacts", "quick_links")
        related = self.select_related("author", "answer", "wall__department", "wall__team")
        return related.defer(*(f"wall__department__{name}" for name in unread))
