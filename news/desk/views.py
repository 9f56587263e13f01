"""The news desk: the stories that somebody looks after, by where they stand on their way."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.exits.pages import to_review
from news.desk.frame import frame
from news.desk.narrowing import Narrowing, choices, names_in, options
from news.desk.permissions import ADDING, demand, lists_of, may_use_desk, stories_of
from news.desk.rows import READ, rows
from news.desk.states import NOTHING_THERE, Tab, counts, in_order
from news.models import StoryTemplate

PER_PAGE = 30


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """One of the desk's lists, with how many stories each of them has."""
    demand(may_use_desk(request.user))
    narrowing = Narrowing.of(request.GET)
    theirs = stories_of(request.user)
    found = narrowing.narrow(theirs, request.user)
    numbers, mine = counts(found), to_review(request.user)
    tab = tab_of(request, numbers)
    pages = Paginator(in_order(found, tab, mine), PER_PAGE)
    pages.count = numbers[tab]  # known already
    page = pages.get_page(request.GET.get("p"))
    offered = choices(theirs, request.user)
    lines = rows(request, page.object_list, tab, names_in(offered, request.user))
    context: dict[str, Any] = {
        **frame(request, "News desk", "news_desk"),
        **options(narrowing, offered),
        "narrowing": narrowing,
        "tab": tab,
        "tabs": [(one, numbers[one]) for one in Tab],
        "nothing": NOTHING_THERE[tab],
        "page": page,
        "rows": lines,
        "has_readers": tab in READ,
        "has_actions": any(line.actions for line in lines),
    }
    return render(request, "news/desk/desk.html", context)


def tab_of(request: HttpRequest, numbers: dict[Tab, int]) -> Tab:
    """The list that the address names, or the first in which there is something."""
    wanted = request.GET.get("tab", "")
    if wanted in Tab.values:
        return Tab(wanted)
    return next((tab for tab in Tab if numbers[tab]), Tab.DRAFTS)


@require_safe
def new_story(request: HttpRequest) -> HttpResponse:
    """Where a new story is to stand; at once to the editor where there is only one list and no template."""
    demand(may_use_desk(request.user))
    lists = lists_of(request.user, ADDING)
    demand(bool(lists))
    if len(lists) == 1 and not StoryTemplate.objects.exists():
        return redirect(address_to_write(lists[0].pk))
    context = {
        **frame(request, "New story", ""),
        "lists": [(one, address_to_write(one.pk)) for one in lists],
    }
    return render(request, "news/desk/new.html", context)


def address_to_write(number: int) -> str:
    """Where a story of a list is begun."""
    return reverse("wagtailadmin_pages:add", args=["news", "newspage", number])
