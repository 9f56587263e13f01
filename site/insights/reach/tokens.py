"""Which story a page lets its reader count: signed, so that nobody counts for others, nor what they were not shown."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from access.rules import Reader

#: A page that was left open for longer counts no more.
LASTS = timedelta(hours=12)


def token_for(page: int, user: Reader) -> str:
    """What `user` counts reading this page with."""
    return _signer(user).sign(str(page))


def page_of(token: str, user: Reader) -> int | None:
    """The page's id, if the token was made for `user` and is not too old."""
    try:
        return int(_signer(user).unsign(token, max_age=LASTS))
    except (BadSignature, ValueError):
        return None


def _signer(user: Reader) -> TimestampSigner:
    return TimestampSigner(salt=f"insights.reach:{user.pk}")
