"""What a feed is of: the whole site, a department or a topic."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wagtail.models import Page

from access.querysets import Reader, readable_by
from core.found.pages import DEPARTMENT
from core.models import PageTopic, Topic

#: The longest id that a database takes, in digits, with room.
MOST_DIGITS = 15


class PlaceKind(StrEnum):
    """What there are feeds of."""

    SITE = "site"
    DEPARTMENT = "department"
    TOPIC = "topic"


@dataclass(frozen=True)
class Place:
    """The site, a department or a topic: `thing` is the page or the topic."""

    kind: PlaceKind
    title: str = ""
    thing: Any = None

    @property
    def name(self) -> str:
        """How addresses call it: “department-5”."""
        return f"{self.kind}-{self.thing.pk}" if self.thing else str(self.kind)


WHOLE_SITE = Place(PlaceKind.SITE)


def find(user: Reader, name: str) -> Place | None:
    """The place that an address names, if there is one for this reader. One query.

    A topic is there for who may read a page about it; its name tells others what there is.
    """
    kind, _, number = name.partition("-")
    if name == PlaceKind.SITE:
        return WHOLE_SITE
    if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
        return None
    thing: Any = None
    if kind == PlaceKind.DEPARTMENT:
        page = readable_by(Page.objects.all(), user).filter(pk=number).first()
        thing = page if page and getattr(page.specific_class, "kind", "") == DEPARTMENT else None
    elif kind == PlaceKind.TOPIC:
        about = PageTopic.objects.filter(content_object__in=readable_by(Page.objects.all(), user))
        thing = Topic.objects.filter(pk=number, page_topics__in=about).distinct().first()
    return Place(PlaceKind(kind), str(getattr(thing, "title", thing)), thing) if thing else None
