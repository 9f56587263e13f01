"""The results page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search.service import search


def results(request: HttpRequest) -> HttpResponse:
    """`/search/?q=words&page=2`: ten results a page, best first."""
    found = search(request, request.GET.get("q", ""), request.GET.get("page", 1))
    return render(request, "search/results.html", {"results": found, "query": found.query})
