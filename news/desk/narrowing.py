"""Narrowing the desk's lists: by words, author, list, department and topic."""

from dataclasses import dataclass, fields
from typing import Any

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast
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


def choices(stories: Any, user: Any) -> dict[str, list[tuple[str, str]]]:
    """What some stories can be narrowed by, each as its value and its name: one query, and the person's lists."""
    some = stories.order_by()
    near: dict[str, tuple[Any, str, str]] = {
        "department": (
            Page.objects.filter(shown_q(user), pk__in=some.values("department_id")),
            "pk",
            "title",
        ),
        "series": (NewsSeries.objects.filter(pk__in=some.values("series_id")), "pk", "title"),
        "topic": (
            Topic.objects.filter(page_topics__content_object__in=some.values("pk")),
            "slug",
            "name",
        ),
    }
    first, *rest = (
        rows.order_by()
        .annotate(kind=Value(kind), key=Cast(key, CharField()), called=Cast(name, CharField()))
        .values_list("kind", "key", "called")
        for kind, (rows, key, name) in near.items()
    )
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in near}
    for kind, key, name in first.union(*rest):
        found[kind].append((key, name))
    for named in found.values():
        named.sort(key=lambda one: fold(one[1]))
    return {"place": [(str(one.pk), one.title) for one in lists_of(user)], **found}


def names_in(offered: dict[str, list[tuple[str, str]]], user: Any) -> dict[Any, str]:
    """The names of departments, by their ids, and of lists, by their paths."""
    departments = {int(key): name for key, name in offered["department"]}
    return {**departments, **{one.path: one.title for one in lists_of(user)}}


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


def options(
    narrowing: Narrowing, offered: dict[str, list[tuple[str, str]]]
) -> dict[str, list[Option]]:
    """What the form's lists offer, by the names that its template gives them."""
    return {
        f"{name}_options": [(key, word, key == getattr(narrowing, name)) for key, word in named]
        for name, named in offered.items()
    }
