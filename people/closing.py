"""Whose account is closed because their last day is over, and the one that must stay open."""

from datetime import date
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from accounts.closing import Closing, close_by
from accounts.models import User


def closes(account: User, last_day: date | None) -> bool:
    """Whether a last day closes an account: asked of every session, so without a query of its own.

    But for a superuser who has left, of whom it has to be known whether there is another.
    """
    if last_day is None or last_day >= timezone.localdate():
        return False
    return not account.is_superuser or superusers_here().exists()


def gone() -> Q:
    """The accounts of people whose last day is over.

    The last superuser is not among them: nobody could let anybody in again.
    """
    return has_left("person__") & (Q(is_superuser=False) | Q(Exists(superusers_here())))


def gone_with_account() -> Q:
    """The same of people: those whose account is still switched on, and should not be."""
    others = Q(user__is_superuser=False) | Q(Exists(superusers_here()))
    return has_left() & Q(user__is_active=True) & others


def has_left(prefix: str = "") -> Q:
    """People whose last day is over."""
    return Q(**{f"{prefix}left_on__lt": timezone.localdate()})


def superusers_here() -> QuerySet[User]:
    """The superusers who can sign in and have not left; those without a profile among them."""
    return User.objects.filter(is_active=True, is_superuser=True).exclude(has_left("person__"))


def is_last_superuser(account: Any) -> bool:
    """Whether no other superuser is left to let people in."""
    if account is None or not (account.is_active and account.is_superuser):
        return False
    return not superusers_here().exclude(pk=account.pk).exists()


def register() -> None:
    """Let accounts ask it of every session. Called once, when the app is ready."""
    close_by("people", Closing("person__left_on", closes))
