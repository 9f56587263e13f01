"""What all pages of the desk have: the ways between them, and the way to a new story."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from news.desk.permissions import ADDING, lists_of, may_use_desk
from news.desk.places import may_order_something
from news.permissions import keeps_news

NEW_ALERT = "wagtailsnippets_news_alert:add"


@dataclass(frozen=True)
class Way:
    """A page of the desk."""

    label: str
    address: str
    is_here: bool


def frame(request: HttpRequest, title: str, here: str) -> dict[str, Any]:
    """What the frame's template is given; `here` is the name of the page's address."""
    ways = []
    if may_use_desk(request.user):
        ways += [("Stories", "news_desk"), ("Calendar", "news_desk_calendar")]
    if may_order_something(request.user):
        ways.append(("Order of stories", "news_desk_order_start"))
    return {
        "header_title": title,
        "ways": [Way(label, reverse(name), name == here) for label, name in ways],
        "write_address": reverse("news_desk_new") if lists_of(request.user, ADDING) else "",
        "alert_address": reverse(NEW_ALERT) if keeps_news(request.user) else "",
    }
