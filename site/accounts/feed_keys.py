"""The private part of a person's feed addresses: made, renewed, and understood.

Calendars and feed readers cannot sign in, so their addresses carry a key that stands for the person. A key is a
random handle and a code over it and the person's id, made with the site's SECRET_KEY: it can be shown again
without being kept, and it is renewed by another handle. It opens feeds and nothing else.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from accounts.closing import find_open
from accounts.models import FeedKey, User

HANDLE_BYTES = 16
HANDLE = 22
_SHAPE = re.compile(r"[A-Za-z0-9_-]{65}", re.ASCII)


def key_of(user: User) -> str:
    """The key in a person's addresses; "" if they have none yet."""
    row = FeedKey.objects.filter(user=user.pk).first()
    return f"{row.handle}{_code(row, settings.SECRET_KEY)}" if row else ""


@transaction.atomic
def renew(user: User) -> str:
    """Give a person a new key, or their first. Whatever key they had opens nothing from then on."""
    new = {"handle": secrets.token_urlsafe(HANDLE_BYTES), "made_at": timezone.now()}
    FeedKey.objects.update_or_create(user_id=user.pk, defaults=new)
    return key_of(user)


@sensitive_variables("key")
def whose(key: str) -> User | None:
    """The account that a key stands for; None for what is no key, and once the account is closed. Two queries."""
    if not _SHAPE.fullmatch(key):
        return None
    row = FeedKey.objects.filter(handle=key[:HANDLE]).first()
    if row is None or not _is_ours(row, key[HANDLE:]):
        return None
    account = find_open(row.user_id)
    return account if account and account.is_active else None


@sensitive_variables("code")
def _is_ours(row: FeedKey, code: str) -> bool:
    """Whether the code was made by this site, with its secret or with one that it still honours."""
    secrets_of_ours = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(code, _code(row, secret)) for secret in secrets_of_ours)


def _code(row: FeedKey, secret: str | bytes) -> str:
    made = salted_hmac(
        "accounts.feed_keys", f"{row.user_id}.{row.handle}", secret=secret, algorithm="sha256"
    )
    return urlsafe_b64encode(made.digest()).decode().rstrip("=")
