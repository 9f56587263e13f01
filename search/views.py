"""The results page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search.query import Filters, parse
from search.service import search


def results(request: HttpRequest) -> HttpResponse:
    """`/search/?q=words&kind=news&page=2`: ten results a page, best first."""
    given = request.GET
    query = parse(given.get("q", ""), Filters.of(given.dict()), given.get("page", 1))
    found = search(request, query)
    return render(request, "search/results.html", {"results": found, "query": query.text})
