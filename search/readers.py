"""Who searches, where no account does: commands search as any signed-in person would."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from wagtail.models import Site

from access.rules import ANYBODY, Reader, ids_of, rules_for, sees_everything
from search.results import Scope


class AnyPerson(AnonymousUser):
    """Somebody who is signed in and in no group."""

    def __init__(self) -> None:
        self.__dict__["is_active"] = True
        self.__dict__["_rules"] = frozenset({ids_of([ANYBODY])[ANYBODY]})

    @property
    def is_authenticated(self) -> bool:  # type: ignore[override]
        """As whoever signed in."""
        return True


def scope_of(user: Reader) -> Scope:
    """What a reader's search may look at."""
    return Scope(None if sees_everything(user) else rules_for(user))


def request_of(user: Any = None) -> HttpRequest:
    """A request to the default site as `user` would make it, or else as any signed-in person would."""
    request = HttpRequest()
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    request.method = "GET"
    request.META["SERVER_NAME"] = site.hostname if site else "localhost"
    request.META["SERVER_PORT"] = str(site.port) if site else "80"
    request._wagtail_site = site  # type: ignore[attr-defined]
    request.user = user or AnyPerson()
    return request
