"""Who may edit a page, asked on the reading side."""

from typing import Any

from wagtail.models import Page

from accounts.roles import ENTER_ADMIN


def may_edit(user: Any, page: Page) -> bool:
    """Whether `user` may edit a page: one query for an editor, none for anybody else.

    Wagtail's own answer also asks whether the page is in a workflow, which costs two more.
    """
    if not user.has_perm(ENTER_ADMIN):
        return False
    may: set[str] = getattr(page.permissions_for_user(user), "permissions", set())
    own = "add" in may and page.owner_id == user.pk
    return bool(user.is_superuser or "change" in may or own)
