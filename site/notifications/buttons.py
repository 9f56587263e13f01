"""Which buttons say "Following": known of who is signed in without a query, since it comes along with the account."""

from typing import Any

from django.db.models import CharField, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest

from accounts.along import bring_along
from notifications.gathered import BETWEEN, Gathered
from notifications.models import Follow

#: Under this name an account of a session has what it follows.
FOLLOWED = "followed_things"
WITHIN = ";"
#: Whoever follows more costs a page with buttons a query.
MOST = 200

Things = frozenset[tuple[str, int]]


def followed_by(request: HttpRequest) -> Things:
    """All that the reader follows, by kind and number."""
    found: Things | None = getattr(request, "followed", None)
    if found is None:
        known = _known(request.user)
        found = _asked(request.user) if known is None else known
        request.followed = found  # type: ignore[attr-defined]
    return found


def register() -> None:
    """Let it come along. Called once, when the app is ready."""
    bring_along(FOLLOWED, _words)


def _known(user: Any) -> Things | None:
    """What came along; None where nothing did, or not all of it."""
    if not hasattr(user, FOLLOWED):
        return None
    words = (getattr(user, FOLLOWED) or "").split(BETWEEN)
    pairs = (word.split(WITHIN) for word in words if word)
    found = frozenset((kind, int(number)) for kind, number in pairs)
    return found if len(found) < MOST else None


def _asked(user: Any) -> Things:
    return frozenset(Follow.objects.filter(user=user.pk).values_list("kind", "number"))


def _words() -> Gathered:
    mine = Follow.objects.filter(user=OuterRef("pk")).order_by()
    word = Concat("kind", Value(WITHIN), Cast("number", CharField()), output_field=TextField())
    return Gathered(mine.annotate(word=word).values("word")[:MOST], output_field=TextField())
