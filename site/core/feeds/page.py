"""The page on which people find their private addresses of feeds, and renew them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from accounts import feed_keys
from core import registry
from core.feeds import places
from core.feeds.contract import Format
from core.feeds.places import Place, PlaceKind


@dataclass(frozen=True)
class Address:
    """One feed's address, and how programs that subscribe want it."""

    form: Format
    full: str

    @property
    def label(self) -> str:
        """What the format is called."""
        return self.form.label

    @property
    def is_calendar(self) -> bool:
        """Whether it is for calendars, which open it themselves."""
        return self.form == Format.CALENDAR

    @property
    def subscribe(self) -> str:
        """The address as a calendar is opened with it."""
        return f"webcal://{self.full.partition('://')[2]}"


@dataclass(frozen=True)
class Choice:
    """A place that feeds can be of, in the list to choose from."""

    name: str
    title: str


@require_safe
@sensitive_variables("key")
def feeds(request: HttpRequest) -> HttpResponse:
    """`/feeds/?of=department-5`: one's own addresses of the feeds of a place; of the whole site without one."""
    user: Any = request.user
    place = places.find(user, request.GET.get("of", "")) or places.WHOLE_SITE
    key = feed_keys.key_of(user)
    shown = _addresses(request, key, place) if key else {}
    context = {
        "place": place,
        "has_key": bool(key),
        "sources": shown,
        "choices": _choices(user, place),
    }
    response = render(request, "core/feeds/feeds.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def renewed(request: HttpRequest) -> HttpResponse:
    """`/feeds/renew/`: new addresses for the reader, or their first. The old ones open nothing from then on."""
    user: Any = request.user
    had = bool(feed_keys.key_of(user))
    feed_keys.renew(user)
    if had:
        messages.success(request, "Your addresses are new. The old ones have stopped working.")
    place = places.find(user, request.POST.get("of", "")) or places.WHOLE_SITE
    return redirect(f"{reverse('feeds')}?of={place.name}")


@sensitive_variables("key")
def _addresses(request: HttpRequest, key: str, place: Place) -> dict[str, list[Address]]:
    """The addresses of each source, by what it is called."""
    return {
        source.label: [
            Address(form, _full(request, key, source.name, place, form)) for form in source.formats
        ]
        for source in registry.feeds
    }


@sensitive_variables("key")
def _full(request: HttpRequest, key: str, name: str, place: Place, form: Format) -> str:
    return request.build_absolute_uri(reverse("feed", args=[key, name, place.name, form.value]))


def _choices(user: Any, shown: Place) -> dict[str, list[Choice]]:
    """The departments and the topics of what the reader may read: two queries a source."""
    found: dict[str, dict[str, str]] = {"Departments": {}, "Topics": {}}
    for source in registry.feeds:
        for department in source.departments(user):
            found["Departments"][f"{PlaceKind.DEPARTMENT}-{department.pk}"] = department.title
        for topic in source.topics(user):
            found["Topics"][f"{PlaceKind.TOPIC}-{topic.pk}"] = topic.name
    if shown.thing:  # it may have nothing to read yet
        group = "Departments" if shown.kind == PlaceKind.DEPARTMENT else "Topics"
        found[group][shown.name] = shown.title
    return {
        group: [
            Choice(name, title)
            for name, title in sorted(named.items(), key=lambda item: item[1].casefold())
        ]
        for group, named in found.items()
        if named
    }
