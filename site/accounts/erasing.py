"""Taking out of an account whose it was. The row stays, since what was written points at it."""

from collections.abc import Iterable
from typing import Any

from axes.models import AccessAttempt
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from accounts.closing import end_sessions
from accounts.lockout import RESET, key, keys_of
from accounts.models import FeedKey, Invitation, User


@transaction.atomic
def erase_account(account: User, *, name: str) -> None:
    """Switch an account off for good, and take names, address, password and rights out of it.

    `name` is what the history calls it from then on.
    """
    _forget_guesses(account)
    end_sessions({account.pk})
    _drop_profile(account)
    FeedKey.objects.filter(user=account).delete()
    account.groups.clear()
    account.user_permissions.clear()
    account.is_active = account.is_staff = account.is_superuser = False
    account.first_name = account.last_name = account.email = ""
    account.username = _free_username(f"former-{account.pk}")
    account.last_login = None
    account.set_unusable_password()
    account.save()
    relabel(account, name)


@transaction.atomic
def erase_invitations(addresses: Iterable[str], *, name: str) -> None:
    """Drop the invitations of some addresses, whatever became of them. `name` is what the history calls them."""
    wanted = {address for address in addresses if address}
    for invitation in Invitation.objects.filter(email__in=wanted):
        relabel(invitation, name)
        invitation.delete()


def relabel(thing: models.Model, name: str) -> None:
    """Let the history of a thing call it something else, and say nothing more of it."""
    kind = ContentType.objects.get_for_model(thing, for_concrete_model=False)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id=str(thing.pk))
    entries.update(label=name, data={})


def _forget_guesses(account: User) -> None:
    names = keys_of(account)
    asked = {key(RESET + account.email)} if account.email else set()
    AccessAttempt.objects.filter(username__in=names | asked).delete()


def _drop_profile(account: User) -> None:
    profile = UserProfile.objects.filter(user=account).first()
    if profile is None:
        return
    avatar: Any = profile.avatar
    if avatar:
        storage, path = avatar.storage, avatar.name
        transaction.on_commit(lambda: storage.delete(path))
    profile.delete()


def _free_username(base: str) -> str:
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    number, free = 1, base
    while free in taken:
        number += 1
        free = f"{base}-{number}"
    return free
