"""How long a session lasts: so long without a request, and so long in all.

The cookie's age is the browser's word; here the server keeps the time. Nothing is asked of the database
that Django does not ask for the person anyway, and the last request is noted once a minute.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from accounts.along import left_out

#: Kept in the session, in seconds since 1970.
BEGAN, SEEN = "began", "seen"
A_MINUTE = 60
#: What a browser asks for by itself, with nobody before it.
NOBODYS = frozenset(
    {
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_editing_sessions:release",
        "wall:new",
    }
)


class SessionLimitsMiddleware:
    """Whoever asks for `request.user` gets nobody once the session is over.

    It waits until somebody asks, so that what is the same for everyone depends on no cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the person who is asked for behind the limits."""
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]
        return self.get_response(request)


def begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Start both clocks at sign-in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def why_ended(ended: str) -> str:
    """A sentence for the sign-in page; none for what is not a reason."""
    if ended == "idle":
        return (
            "You were signed out because nothing happened for"
            f" {_amount(settings.SESSION_IDLE, 'minute')}. Sign in to go on."
        )
    if ended == "old":
        return (
            "You were signed out because every sign-in lasts"
            f" {_amount(settings.SESSION_HOURS, 'hour')}. Sign in to go on."
        )
    return ""


def _person(request: HttpRequest) -> Any:
    session = request.session
    if SESSION_KEY in session:
        now = int(time.time())
        ended = _ended(session, now)
        if ended:
            session.flush()
            request.session_ended = ended  # type: ignore[attr-defined]
        elif now - session[SEEN] >= A_MINUTE and not _is_nobodys(request):
            session[SEEN] = now
    if _is_nobodys(request):
        with left_out():
            return get_user(request)
    return get_user(request)


def _ended(session: Any, now: int) -> str:
    """Why the session is over: "old", "idle", or "" if it is not. Without its clocks it is."""
    if now - session.get(BEGAN, 0) >= settings.SESSION_HOURS * 60 * A_MINUTE:
        return "old"
    if now - session.get(SEEN, 0) >= settings.SESSION_IDLE * A_MINUTE:
        return "idle"
    return ""


def _is_nobodys(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in NOBODYS


def _amount(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
