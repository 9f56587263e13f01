"""Topics: all of them, and everything that a reader may see on one."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from wagtail.models import Page, get_page_models

from access.querysets import Reader, readable_q
from core.folding import fold
from core.models import BasePage, PageTopic, Topic, TopicsMixin, hide_closed_departments
from core.navigation import Link

#: So many of each kind are shown together; a kind alone is paged.
OF_EACH, A_PAGE = 6, 20
#: The order in which kinds stand; others follow by name.
ORDER = ("news", "event", "page", "policy")
#: Letters that a topic's name begins with, when it begins with none.
NO_LETTER = "0–9"
_HOME = Link("Home", "/")


@dataclass(frozen=True)
class Counted:
    """A topic, and how many pages about it the reader may see."""

    name: str
    slug: str
    pages: int


@dataclass(frozen=True)
class Group:
    """The pages of one kind about a topic: some of them, or a page of all."""

    kind: str
    label: str
    pages: Any
    count: int


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """`/topics/`: every topic that has something for the reader, by letter. One query."""
    letters: dict[str, list[Counted]] = {}
    for topic in counted(request.user):
        letters.setdefault(_letter(topic.name), []).append(topic)
    return render(request, "home/topics.html", {"letters": letters, "crumbs": [_HOME]})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """`/topics/travel/?kind=news&page=2`: what is about a topic, by kind; or all of one kind, in pages.

    A topic without anything for the reader does not exist.
    """
    found = Topic.objects.filter(slug=slug).first()
    counts = _counts(found, request.user) if found else {}
    if not counts:
        raise Http404
    wanted = request.GET.get("kind", "")
    if wanted in counts:
        groups = [_all_of(request, found, wanted, counts[wanted])]
    else:
        groups = [
            _some_of(request, found, kind, counts[kind]) for kind in sorted(counts, key=_rank)
        ]
    context = {
        "topic": found,
        "groups": groups,
        "kind": wanted if wanted in counts else "",
        "count": sum(counts.values()),
        "query": urlencode({"kind": wanted}),
        "crumbs": [_HOME, Link("Topics", reverse("home:topics"))],
    }
    return render(request, "home/topic.html", context)


def counted(user: Reader) -> list[Counted]:
    """The topics that have something for `user`, by name."""
    rows = (
        PageTopic.objects.filter(readable_q(user, "content_object__"))
        .values("tag__name", "tag__slug")
        .annotate(pages=Count("content_object", distinct=True))
        .order_by()
    )
    found = [Counted(row["tag__name"], row["tag__slug"], row["pages"]) for row in rows]
    return sorted(found, key=lambda topic: fold(topic.name))


def kinds() -> dict[str, type[Any]]:
    """The page types that have topics, by their kind."""
    models = (model for model in get_page_models() if issubclass(model, TopicsMixin))
    return {model.kind: model for model in models if issubclass(model, BasePage)}


def _counts(topic: Topic, user: Reader) -> dict[str, int]:
    """How many pages of each kind are about a topic, as far as `user` may see. One query."""
    rows = (
        Page.objects.filter(readable_q(user), page_topics__tag=topic)
        .order_by()
        .values_list("content_type__app_label", "content_type__model")
        .annotate(pages=Count("pk", distinct=True))
    )
    by_type = {
        (model._meta.app_label, model._meta.model_name): kind for kind, model in kinds().items()
    }
    found: Counter[str] = Counter()
    for app, model, pages in rows:
        if (app, model) in by_type:
            found[by_type[app, model]] += pages
    return dict(found)


def _some_of(request: HttpRequest, topic: Any, kind: str, count: int) -> Group:
    pages = list(_pages(topic, kind, request.user)[:OF_EACH])
    return Group(kind, kinds()[kind].kinds_label, _open(pages, request.user), count)


def _all_of(request: HttpRequest, topic: Any, kind: str, count: int) -> Group:
    paginator = Paginator(_pages(topic, kind, request.user), A_PAGE)
    paginator.count = count  # known already: no query of its own
    pages = paginator.get_page(request.GET.get("page"))
    pages.object_list = _open(list(pages.object_list), request.user)
    return Group(kind, kinds()[kind].kinds_label, pages, count)


def _pages(topic: Any, kind: str, user: Reader) -> QuerySet[Any]:
    """The pages of a kind about a topic: stories the newest first, others by title."""
    model = kinds()[kind]
    pages: Any = model._default_manager.filter(readable_q(user), page_topics__tag=topic)
    for method in ("for_listing", "latest_first"):
        pages = getattr(pages, method, pages.all)()
    return pages if hasattr(pages, "latest_first") else pages.order_by("title", "pk")


def _open(pages: list[Any], user: Reader) -> list[Any]:
    with_department = [page for page in pages if hasattr(page, "department")]
    hide_closed_departments(with_department, user)
    return pages


def _rank(kind: str) -> tuple[int, str]:
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), kind)


def _letter(name: str) -> str:
    first = fold(name)[:1].upper()
    return first if first.isalpha() else NO_LETTER
