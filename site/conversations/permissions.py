"""Who may say what, and who may undo it."""

from typing import Any

from django.utils import timezone

from access.rules import Reader
from accounts.roles import ENTER_ADMIN
from conversations.models import Contribution, ReadOnly

MODERATE = "conversations.moderate"


def may_moderate(user: Any) -> bool:
    """Whether `user` is a moderator. No query for those who cannot enter the CMS, which is nearly everybody."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(user.has_perm(ENTER_ADMIN) and user.has_perm(MODERATE))


def read_only(user: Reader) -> ReadOnly | None:
    """That `user` may not write now, and until when; None for whoever may. One query, remembered with the user."""
    if "_read_only" not in user.__dict__:
        user.__dict__["_read_only"] = ReadOnly.objects.now().filter(user=user.pk).first()
    found: ReadOnly | None = user.__dict__["_read_only"]
    return found


def may_edit(user: Reader, said: Contribution) -> bool:
    """Whether `user` may change what they said: their own, standing, and not for ever where there is a limit."""
    if said.author_id is None or said.author_id != user.pk or not said.is_standing:
        return False
    window = said.edit_window
    return window is None or timezone.now() - said.created_at < window


def may_delete(user: Reader, said: Contribution) -> bool:
    """Whether `user` may delete it: whoever wrote it may, whenever they like."""
    return said.author_id is not None and said.author_id == user.pk and said.deleted_at is None
