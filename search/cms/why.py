"""The screen “Why is this result here”."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from access.readers import find as find_people
from search.cms.doors import entry_for, narrowed
from search.cms.explaining import Explained, Standing, explain, stand
from search.cms.permissions import demand, may_see_entries
from search.judged_files import path_of
from search.models import Entry
from search.query import parse
from search.readers import AnyPerson, scope_of
from search.results import Scope
from search.service import show

ANYBODY = "anybody"
LONGEST_PAGE = 500


@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """A query, the first results with their points, and where one thing stands among them.

    `as` reads as somebody else would, less what the editor may not see: nobody sees more than their own.
    """
    demand(may_see_entries(request.user))
    query = parse(request.GET.get("q", ""))
    reader = request.GET.get("as", "").strip()[:200]
    wanted = request.GET.get("page", "").strip()[:LONGEST_PAGE]
    scope, who, problem = _scope(request, reader)
    context: dict[str, Any] = {
        "header_title": "Why is this result here",
        "query": query,
        "reader": reader,
        "wanted": wanted,
        "who": who,
        "problem": problem,
        "anybody": ANYBODY,
        "same": urlencode({"q": query.text, "as": reader}),
    }
    if not query.is_empty and scope is not None:
        done = explain(request, query, scope)
        context["done"] = done
        if wanted:
            context["standing"] = _standing(request, done, wanted, scope)
    return render(request, "search/cms/why.html", context)


def _scope(request: HttpRequest, reader: str) -> tuple[Scope | None, str, str]:
    """What is searched, whose search it is in words, and what is wrong with the reader that was given."""
    own = scope_of(request.user)
    if not reader:
        return own, "you", ""
    if reader == ANYBODY:
        return narrowed(own, scope_of(AnyPerson())), "somebody who is in no group", ""
    people, total = find_people(reader, 1)
    if total != 1:
        found = f"{total} people are" if total else "Nobody is"
        return (
            None,
            "",
            f"{found} called “{reader}”. Give the whole username or e-mail address, or leave it empty.",
        )
    person = people[0]
    name = person.get_full_name() or person.get_username()
    return narrowed(own, scope_of(person)), name, ""


def _standing(request: HttpRequest, done: Explained, wanted: str, scope: Scope) -> Standing | None:
    """Where the wanted thing stands; None where there is nothing of it that the editor may see."""
    entry = _by_key(request.user, wanted) or _by_address(request, done, wanted)
    if entry is None:
        return None
    shown = show(request, [entry]).get(entry.pk)
    return stand(done, entry, scope, shown.title if shown else entry.title)


def _by_key(user: Any, wanted: str) -> Entry | None:
    source, _colon, number = wanted.partition(":")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):  # noqa: PLR2004
        return None
    entry, _thing = entry_for(user, source, int(number))
    return entry if entry is not None and entry.live else None


def _by_address(request: HttpRequest, done: Explained, wanted: str) -> Entry | None:
    path = path_of(wanted)
    hits = [one.entry for one in done.ranked]
    shown = show(request, hits)
    for entry in hits:
        if entry.pk in shown and path_of(shown[entry.pk].address) == path:
            return entry
    site = Site.find_for_request(request)
    if site is None or "/" not in wanted:
        return None
    place = f"{site.root_page.url_path}{path}/" if path else site.root_page.url_path
    page = Page.objects.filter(url_path=place).only("pk").first()
    return _by_key(request.user, f"page:{page.pk}") if page else None
