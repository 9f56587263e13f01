"""Who may say what, and who may undo it."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from access.rules import Reader
from accounts.along import bring_along
from accounts.backends import bring_right_along
from accounts.roles import ENTER_ADMIN
from conversations.models import Contribution, ReadOnly

MODERATE = "conversations.moderate"
#: What comes along with an account: until when it may not write, or might not once.
SILENT = "silent_until"


def may_moderate(user: Any) -> bool:
    """Whether `user` is a moderator. No query for those who cannot enter the CMS, which is nearly everybody."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(user.has_perm(ENTER_ADMIN) and user.has_perm(MODERATE))


def silent_until(user: Reader) -> datetime | None:
    """Until when `user` may read but not write; None for whoever may write.

    It comes along with the account of a session; one query for any other.
    """
    if not hasattr(user, SILENT):
        rows = ReadOnly.objects.filter(user=user.pk).order_by()
        setattr(user, SILENT, rows.values_list("until", flat=True).first())
    until: datetime | None = getattr(user, SILENT)
    return until if until is not None and until > timezone.now() else None


def register() -> None:
    """Let it come along. Called once, when the app is ready."""
    bring_along(SILENT, _until)
    bring_right_along(MODERATE, "moderates")


def _until() -> Subquery:
    rows = ReadOnly.objects.filter(user=OuterRef("pk")).order_by()
    return Subquery(rows.values("until")[:1])


def may_edit(user: Reader, said: Contribution) -> bool:
    """Whether `user` may change what they said: their own, standing, and not for ever where there is a limit."""
    if said.author_id is None or said.author_id != user.pk or not said.is_standing:
        return False
    window = said.edit_window
    return window is None or timezone.now() - said.created_at < window


def may_delete(user: Reader, said: Contribution) -> bool:
    """Whether `user` may delete it: whoever wrote it may, whenever they like."""
    return said.author_id is not None and said.author_id == user.pk and said.deleted_at is None
