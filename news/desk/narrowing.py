"""Narrowing the desk's lists: by words, author, list, department and topic."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.http import urlencode
from wagtail.models import Page

from core.exits.pages import shown_q
from core.folding import fold
from core.models import PageTopic, Topic
from news.desk.permissions import lists_of
from news.models import NewsSeries, StoryAuthor

LONGEST = 200
MOST_WORDS = 8
#: Numbers of more digits are nobody's.
MOST_DIGITS = 15
Option = tuple[str, str, bool]


@dataclass(frozen=True)
class Narrowing:
    """What was asked for; each part is as it was typed, and empty where it was not given."""

    q: str = ""
    author: str = ""
    place: str = ""
    department: str = ""
    topic: str = ""
    series: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> "Narrowing":
        """Read from an address."""
        return cls(**{one.name: asked.get(one.name, "").strip()[:LONGEST] for one in fields(cls)})

    @property
    def given(self) -> dict[str, str]:
        """The parts that were given."""
        parts = {one.name: str(getattr(self, one.name)) for one in fields(self)}
        return {name: value for name, value in parts.items() if value}

    @property
    def query(self) -> str:
        """The same as a part of an address."""
        return urlencode(self.given)

    def narrow(self, stories: Any, user: Any) -> Any:
        """Of some stories those that were asked for; what does not exist, or is closed to `user`, has none."""
        for word in self.q.split()[:MOST_WORDS]:
            stories = stories.filter(
                Q(draft_title__icontains=word)
                | Q(title__icontains=word)
                | Q(standfirst__icontains=word)
            )
        if self.author:
            stories = stories.filter(written_by_q(self.author))
        if self.place:
            place = next((one for one in lists_of(user) if str(one.pk) == self.place), None)
            stories = stories.descendant_of(place) if place else stories.none()
        if self.department:
            shown = Page.objects.filter(shown_q(user), pk=number(self.department)).first()
            stories = stories.of_department(shown) if shown else stories.none()
        if self.topic:
            about = PageTopic.objects.filter(tag__slug=self.topic)
            stories = stories.filter(pk__in=about.values("content_object_id"))
        if self.series:
            stories = stories.filter(series=number(self.series))
        return stories


def choices(stories: Any, user: Any) -> dict[str, Any]:
    """What some stories can be narrowed by: three queries, and the person's lists."""
    some = stories.order_by()
    departments = Page.objects.filter(shown_q(user), pk__in=some.values("department_id"))
    return {
        "places": lists_of(user),
        "departments": list(departments.order_by("title").only("title", "path")),
        "topics": list(
            Topic.objects.filter(page_topics__content_object__in=some.values("pk")).distinct()
        ),
        "series": list(NewsSeries.objects.filter(pk__in=some.values("series_id"))),
    }


def names_in(offered: dict[str, Any]) -> dict[Any, str]:
    """The names of the lists and the departments of `choices`, by their ids, and by their paths."""
    pages = [*offered["places"], *offered["departments"]]
    return {key: page.title for page in pages for key in (page.pk, page.path)}


def written_by_q(name: str) -> Q:
    """Stories by somebody of that name: with a profile or without, or last changed by their account."""
    found = Q()
    for word in name.split()[:MOST_WORDS]:
        by_profile = StoryAuthor.objects.filter(person__sort_name__contains=fold(word))
        editor = Q(latest_revision__user__first_name__icontains=word)
        editor |= Q(latest_revision__user__last_name__icontains=word)
        editor |= Q(latest_revision__user__username__iexact=word)
        found &= Q(pk__in=by_profile.values("page_id")) | Q(author__icontains=word) | editor
    return found


def number(text: str) -> int:
    """The id that a text gives; 0, which nothing has, where it gives none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0


def options(narrowing: Narrowing, found: dict[str, Any]) -> dict[str, list[Option]]:
    """What the form's lists offer, by the names that its template gives them."""
    by_number = {"place": "places", "department": "departments", "series": "series"}
    options = {
        f"{name}_options": _offered(
            ((str(one.pk), one.title) for one in found[many]), getattr(narrowing, name)
        )
        for name, many in by_number.items()
    }
    topics = ((one.slug, one.name) for one in found["topics"])
    return options | {"topic_options": _offered(topics, narrowing.topic)}


def _offered(pairs: Iterable[tuple[str, str]], chosen: str) -> list[Option]:
    return [(value, word, value == chosen) for value, word in pairs]
