"""What all pages of the desk have: the ways between them, and the way to a new story."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from news.desk.permissions import may_use_desk


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
    return {
        "header_title": title,
        "ways": [Way(label, reverse(name), name == here) for label, name in ways],
        "write_address": reverse("news_desk_new") if may_use_desk(request.user) else "",
    }
