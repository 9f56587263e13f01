"""What a reader is called in the counts of one story, and nowhere else."""

import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from access.rules import Reader
from insights.reach.models import Salt

KEPT_DAYS = 90
LENGTH = 32


def key_of(user: Reader, page: int) -> str:
    """The reader's key for a story. It takes the story's salt, the account and the site's SECRET_KEY to make it."""
    salt, _is_new = Salt.objects.get_or_create(
        page_id=page,
        defaults={"salt": secrets.token_hex(32), "made_on": timezone.localdate()},
    )
    return salted_hmac(salt.salt, str(user.pk), algorithm="sha256").hexdigest()[:LENGTH]


def drop_old_salts() -> int:
    """Delete salts that are ninety days old: their keys cannot be made again. How many."""
    before = timezone.localdate() - timedelta(days=KEPT_DAYS)
    deleted, _by_model = Salt.objects.filter(made_on__lte=before).delete()
    return deleted
