"""The results page, what the search box suggests, and what readers say of their results."""

from dataclasses import asdict, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from search import noting, ways
from search.facets import kinds
from search.query import Filters, Query, parse
from search.results import Results
from search.service import search
from search.suggesting import suggest
from search.wider import helped

LONGEST_COMMENT = 500
LONGEST_TOKEN = 64
LAST_RANK = 10_000


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`/search/?q=words&kind=news&page=2`: ten results a page, best first."""
    query = asked(request.GET)
    found = search(request, query)
    return render(request, "search/results.html", _context(request, query, found))


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """`/search/suggest/?q=li`: up to eight things for the box that one types in, as JSON."""
    found = suggest(request, request.GET.get("q", ""))
    answer = JsonResponse({"suggestions": [asdict(one) for one in found]})
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def clicked(request: HttpRequest) -> HttpResponse:
    """A script says that a hit was opened, and nobody waits for the answer."""
    rank = _number(request.POST.get("rank", ""))
    token = request.POST.get("token", "")[:LONGEST_TOKEN]
    if token and 0 < rank <= LAST_RANK:
        page = _number(request.POST.get("page", ""))
        noting.note_click(token, rank, page if noting.may_be_found(page, request.user) else None)
    return HttpResponse(status=204)


@require_POST
def feedback(request: HttpRequest) -> HttpResponse:
    """Whether somebody found what they wanted; leads back to the results with a word of thanks."""
    given = request.POST
    found, token = given.get("found") == "yes", given.get("token", "")[:LONGEST_TOKEN]
    if token and given.get("found") in {"yes", "no"}:
        comment = " ".join(given.get("comment", "")[:LONGEST_COMMENT].split())
        noting.note_answer(token, "" if found else comment, found=found)
        said = "" if found else " It helps editors to put it right."
        messages.success(request, f"Thank you for saying so.{said}")
    back = asked(QueryDict(given.get("back", "")[:2000]))
    query = ways.encoded(back)
    return HttpResponseRedirect(reverse("search") + (f"?{query}" if query else ""))


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """`/search/opensearch.xml`: what a browser needs to offer this search in its own box."""
    address = request.build_absolute_uri(reverse("search"))
    return render(
        request,
        "search/opensearch.xml",
        {"address": address},
        content_type="application/opensearchdescription+xml",
    )


def asked(given: QueryDict) -> Query:
    """What an address asks for. What cannot be is left out, kinds that there are not among it."""
    values = {name: str(value) for name, value in given.items()}
    filters = Filters.of(values)
    if filters.kind not in kinds():
        filters = filters.without("kind")
    query = parse(values.get("q", ""), filters, values.get("page", 1))
    return replace(query, is_literal=bool(values.get("literal")))


def _number(given: str) -> int:
    """A number as a script says it, 0 for what is none; more than nine digits are none."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004


def _context(request: HttpRequest, query: Query, found: Results) -> dict[str, object]:
    chips = ways.chips(request, found)
    return {
        "results": found,
        "query": query.text,
        "here": ways.encoded(query),
        "tabs": ways.tabs(found) if found.facets.get("kind") or query.filters.kind else [],
        "facets": ways.facets(found),
        "chips": chips,
        "unfiltered": ways.encoded(replace(query, filters=Filters())),
        "unnarrowed": ways.encoded(replace(query, filters=Filters(kind=query.filters.kind))),
        "literal": ways.encoded(replace(query, is_literal=True)),
        "meant": ways.encoded(replace(parse(found.suggestion, query.filters))),
        "help": None if query.is_empty or found.hits else helped(request, found),
        "has_people": any(hit.entry.kind == "person" for hit in found.hits),
        "token": noting.note_search(found),
    }
