"""Who is told how far stories reach: who may edit them, and who has the right to be told of all."""

from typing import Any

from django.db.models import DateField, F, Q
from django.db.models.functions import Coalesce, TruncDate
from wagtail.models import Page

from access.rules import Reader
from core import registry
from core.exits.pages import EDITING, ShownPagePolicy, editable_q, shown_q

VIEW_REACH = "insights.view_reach"


def may_see_some(user: Any) -> bool:
    """Whether there may be a story of which `user` is told."""
    rights = {right.removesuffix("_page") for right in EDITING}
    return bool(
        user.has_perm(VIEW_REACH) or ShownPagePolicy(Page).user_has_any_permission(user, rights)
    )


def may_see(user: Any, page: Page) -> bool:
    """Whether a page's own menu leads `user` to its reach. No query for each page of a list."""
    was_shown = page.live or page.first_published_at
    if not was_shown or page.specific_class not in set(registry.counted_pages):
        return False
    return bool(user.has_perm(VIEW_REACH) or page.permissions_for_user(user).can_edit())


def stories_for(user: Reader) -> Any:
    """The pages, published once, of which `user` is told how far they reach."""
    pages = Page.objects.filter(Q(live=True) | Q(first_published_at__isnull=False))
    dated = pages.type(*registry.counted_pages).annotate(shown_date=_shown_date())
    return dated.filter(_told_q(user))


def _shown_date() -> Any:
    """The date that a page bears, by the field that its type names as `dated_by`; else that of its publication."""
    own = [
        F(f"{model._meta.model_name}__{model.dated_by}")
        for model in registry.counted_pages
        if hasattr(model, "dated_by")
    ]
    return Coalesce(*own, TruncDate("first_published_at"), None, output_field=DateField())


def _told_q(user: Any) -> Q:
    if user.has_perm(VIEW_REACH):
        return shown_q(user)
    return editable_q(user)
