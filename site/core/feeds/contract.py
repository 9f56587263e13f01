"""What an app gives that has a feed, and what it is asked.

    registry.feeds.add("news", NewsFeed())

The door, the addresses and their page are here; what is in a feed, its app says, for one reader at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from wagtail.models import Site

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from wagtail.models import Page

    from accounts.models import User
    from core.feeds.places import Place
    from core.models import Topic


class Format(StrEnum):
    """A way to write a feed down; also the ending of its address."""

    RSS = "rss"
    ATOM = "atom"
    CALENDAR = "ics"

    @property
    def content_type(self) -> str:
        """What the answer says it is."""
        return CONTENT_TYPES[self]

    @property
    def label(self) -> str:
        """What people call it."""
        return LABELS[self]


CONTENT_TYPES = {
    Format.RSS: "application/rss+xml; charset=utf-8",
    Format.ATOM: "application/atom+xml; charset=utf-8",
    Format.CALENDAR: "text/calendar; charset=utf-8",
}
LABELS = {Format.RSS: "RSS", Format.ATOM: "Atom", Format.CALENDAR: "calendar (iCalendar)"}


@dataclass
class Asked:
    """One feed, for one person: `user` is whose key it is, whoever `request` may come from."""

    request: HttpRequest
    user: User
    place: Place
    form: Format

    @cached_property
    def site_name(self) -> str:
        """What the site is called."""
        site = Site.find_for_request(self.request)
        return (site.site_name or site.root_page.title) if site else self.request.get_host()

    def title(self, label: str) -> str:
        """What a feed of this place is called: “News – Harbours – Corridor”."""
        return " – ".join(filter(None, (label, self.place.title, self.site_name)))

    def full(self, address: str) -> str:
        """An address of this site with the host by which it was asked."""
        return self.request.build_absolute_uri(address)

    def page_address(self, page: Page) -> str:
        """The whole address of a page."""
        return self.full(page.get_url(self.request) or "/")


@dataclass(frozen=True)
class Item:
    """Something that a feed for reading tells of. `name` stays the same whatever becomes of its address."""

    name: str
    title: str
    address: str
    summary: str
    author: str
    published: datetime
    updated: datetime


class Feed(Protocol):
    """What an app tells of, in one or several formats."""

    #: "news": what addresses call it, and the slot.
    name: str
    #: "News": what the page of addresses calls it.
    label: str
    formats: tuple[Format, ...]

    def draw(self, asked: Asked) -> bytes:
        """The feed as that person may read it now, alike as long as nothing has changed."""

    def topics(self, user: User) -> list[Topic]:
        """The topics of what that person may read."""

    def departments(self, user: User) -> list[Page]:
        """The departments, open to that person, of what they may read."""
