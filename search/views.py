"""The results page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search.service import find_people, search


def results(request: HttpRequest) -> HttpResponse:
    """`/search/?q=words&page=2`: ten results a page, best first."""
    found = search(request, request.GET.get("q", ""), request.GET.get("page", 1))
    people = find_people(request, found.query) if found.hits.number == 1 else []
    context = {"results": found, "query": found.query, "people": people}
    return render(request, "search/results.html", context)
