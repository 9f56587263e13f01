"""Who works at the news desk, and with which stories: Wagtail's rights on pages, and no more."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from access.querysets import NOTHING
from access.rules import sees_everything
from access.settle import outermost
from core.exits.door import may_enter
from core.exits.pages import edited_q
from core.trash.place import in_bin_q
from news.models import NewsIndexPage, NewsPage

#: Rights on a list, or on something above it, with which its stories are somebody's work.
WORKING = frozenset({"add_page", "change_page", "publish_page"})
ADDING = frozenset({"add_page"})
PUBLISHING = frozenset({"publish_page"})
#: Every path begins with it.
EVERYWHERE = ""


def may_use_desk(user: Any) -> bool:
    """Whether `user` writes, edits or publishes the stories of some news list."""
    return may_enter(user) and bool(lists_of(user))


def lists_of(user: Any, rights: frozenset[str] = WORKING) -> list[NewsIndexPage]:
    """The news lists on which `user` has one of these rights, from the top: one query a request."""
    if "_news_lists" not in user.__dict__:  # the menu of every page of the CMS asks
        found = NewsIndexPage.objects.filter(_has_right_q(user, WORKING)).order_by("path")
        user.__dict__["_news_lists"] = list(found.only("title", "path", "depth"))
    below = paths_with(user, rights)
    return [one for one in user.__dict__["_news_lists"] if one.path.startswith(below)]


def stories_of(user: Any) -> Any:
    """The stories that `user` may edit, publish or is asked to review."""
    return NewsPage.objects.filter(edited_q(user))


def paths_with(user: Any, rights: frozenset[str]) -> tuple[str, ...]:
    """The paths at and below which `user` has one of the rights; of a superuser, the beginning of all."""
    if sees_everything(user):
        return (EVERYWHERE,)
    given = PagePermissionPolicy(Page).get_cached_permissions_for_user(user)
    return tuple(outermost(one.page.path for one in given if one.permission.codename in rights))


def demand(allowed: bool) -> None:
    """Raise PermissionDenied unless it is allowed."""
    if not allowed:
        raise PermissionDenied


def _has_right_q(user: Any, rights: frozenset[str]) -> Q:
    """Pages on which `user` has one of the rights, be it from further up."""
    if sees_everything(user):
        return ~in_bin_q()
    found = NOTHING
    for path in paths_with(user, rights):
        found |= Q(path__startswith=path)
    return found
