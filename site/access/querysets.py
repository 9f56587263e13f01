"""The one door to what a reader may see: every listing, menu, count, file and link goes through it.

Each page and each collection has a rule (see `access.settle`); a person meets a handful of them. So
what a person sees is what has one of those. Strangers see nothing, superusers see everything.
"""

from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from access.models import CollectionRule, PageRule
from access.rules import Reader, forget, rules_for, sees_everything

QS = TypeVar("QS", bound=QuerySet[Any])

NOTHING = Q(pk__in=())
EVERYTHING = ~NOTHING


def visible_to_q(user: Reader, prefix: str = "") -> Q:
    """The pages that `user` has the right to see, whether live or not.

    `prefix` leads from the filtered model to the page: "page__" for a model with a foreign key.
    """
    return _with_rule_of(user, f"{prefix}page_rule__rule__in")


def readable_q(user: Reader, prefix: str = "") -> Q:
    """The pages that `user` is shown on the reading side: live, not expired and visible."""
    expired = Q(**{f"{prefix}expire_at__lte": timezone.now()})
    return Q(**{f"{prefix}live": True}) & ~expired & visible_to_q(user, prefix)


def is_readable(page: Page, user: Reader) -> bool:
    """`readable_q` asked of one page at hand; no query of its own if the page came with its rule."""
    if not page.live or (page.expire_at and page.expire_at <= timezone.now()):
        return False
    if sees_everything(user):
        return True
    try:
        return page.page_rule.rule_id in rules_for(user)
    except PageRule.DoesNotExist:
        return False


def is_file_visible(file: Any, user: Reader) -> bool:
    """`files_visible_to` asked of one file at hand; no query of its own if it came with its collection's rule."""
    if sees_everything(user):
        return True
    try:
        return file.collection.collection_rule.rule_id in rules_for(user)
    except CollectionRule.DoesNotExist:
        return False


def files_visible_to_q(user: Reader) -> Q:
    """The documents and images that `user` may open: those in collections whose rule they meet."""
    return _with_rule_of(user, "collection__collection_rule__rule__in")


class ReadablePageQuerySet(PageQuerySet):
    """Pages, with the two questions that every exit asks."""

    def visible_to(self, user: Reader) -> "ReadablePageQuerySet":
        """Pages the user has the right to see."""
        return self.filter(visible_to_q(user))

    def readable_by(self, user: Reader) -> "ReadablePageQuerySet":
        """Pages the user is shown: live, not expired and visible."""
        return self.filter(readable_q(user))


def visible_to(pages: QS, user: Reader) -> QS:
    """`pages.visible_to(user)` for a queryset of Wagtail's own Page, which has no such method."""
    return pages.filter(visible_to_q(user))


def readable_by(pages: QS, user: Reader) -> QS:
    """`pages.readable_by(user)` for a queryset of Wagtail's own Page, which has no such method."""
    return pages.filter(readable_q(user))


def files_visible_to(files: QS, user: Reader) -> QS:
    """Documents or images, less those whose collection is closed to `user`."""
    return files.filter(files_visible_to_q(user))


def _with_rule_of(user: Reader, lookup: str) -> Q:
    if sees_everything(user):
        return EVERYTHING
    rules = rules_for(user)
    return Q(**{lookup: rules}) if rules else NOTHING


__all__ = [
    "ReadablePageQuerySet",
    "Reader",
    "files_visible_to",
    "files_visible_to_q",
    "forget",
    "is_file_visible",
    "is_readable",
    "readable_by",
    "readable_q",
    "visible_to",
    "visible_to_q",
]
