"""What holds for every request: headers, clean queries, whole writes."""

import unicodedata
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.datastructures import MultiValueDictKeyError

from core.findable import together

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
LONGEST_QUERY = 8_000


class HeadersMiddleware:
    """The policies that Django has no setting for, and the admin's own content policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers; a page for a person who is signed in is nobody else's."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        if request.path.startswith(reverse("wagtailadmin_home")):
            _let_the_admin_frame(response)
        return response


class CleanQueryMiddleware:
    """Refuse at the edge what no view can use: control characters and endless queries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400; PostgreSQL and SQLite would answer with an error."""
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            raise BadRequest("The address is too long.")
        values = (text for pair in request.GET.lists() for text in (pair[0], *pair[1]))
        if "\x00" in request.path or any(_has_controls(text) for text in values):
            raise BadRequest("The address holds characters that cannot be used.")
        return self.get_response(request)


class AtomicWritesMiddleware:
    """Run each view that may write inside one transaction, so that it is done whole or not at all.

    Django's ATOMIC_REQUESTS would do this for reading too, and on SQLite each reader would then
    take the writers' lock. Last in the list: it calls the view itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do before the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Call a writing view in a transaction. A form that lacks fields is the sender's mistake.

        A view may say that it minds its own, by Django's `transaction.non_atomic_requests`.
        """
        if request.method in {"GET", "HEAD", "OPTIONS", "TRACE"}:
            return None
        if DEFAULT_DB_ALIAS in getattr(view, "_non_atomic_requests", ()):
            return None
        try:
            with together():
                return view(request, *args, **kwargs)
        except MultiValueDictKeyError as error:
            raise BadRequest("The form was sent without all of its fields.") from error


def _let_the_admin_frame(response: HttpResponseBase) -> None:
    """Give the admin its own policy; a preview keeps the reading side's, but may be framed.

    Wagtail draws a preview by a request of its own through all middleware, so it arrives here with
    the reading side's policy already on it.
    """
    response["X-Frame-Options"] = "SAMEORIGIN"
    policy = settings.ADMIN_CONTENT_SECURITY_POLICY
    if response.has_header("Content-Security-Policy"):
        del response["Content-Security-Policy"]
        reading = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        policy = {**reading, "frame-ancestors": policy["frame-ancestors"]}
    response._csp_config = policy  # type: ignore[attr-defined]


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(char) == "Cc" and char not in "\t\r\n" for char in text)
