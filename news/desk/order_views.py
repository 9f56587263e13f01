"""Choosing which stories stand first, with a preview of what is not saved yet."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core import registry
from core.exits.pages import shown_q
from news.desk.arrangement import Arrangement
from news.desk.arranging import (
    MOST,
    ArrangedMeanwhileError,
    ArrangingRefusedError,
    Stored,
    arrange,
)
from news.desk.candidates import may_pin, offered, those
from news.desk.frame import frame
from news.desk.narrowing import LONGEST, number
from news.desk.permissions import demand
from news.desk.places import Place, departments, home, may_arrange, may_try, places_of

SAVE = "save"
CONFLICT = 409


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The first place whose order the person may try out."""
    places = places_of(request.user)
    demand(bool(places))
    return redirect(places[0].address)


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, department: int | None = None) -> HttpResponse:
    """The order of a place: shown, changed step by step without being saved, and saved."""
    place = _place(request, department)
    demand(may_try(request.user, place))
    stored = Stored.of(place)
    if request.method != "POST":
        return _show(request, place, Arrangement.stored(stored.standing), stored.version)
    arrangement = Arrangement.sent(request.POST)
    if not may_pin(request.user, arrangement.numbers, [pin.story_id for pin in stored.pins]):
        raise Http404
    version = request.POST.get("version", "")
    if request.POST.get("do") != SAVE or arrangement.has_errors:
        return _show(request, place, arrangement, version)
    demand(may_arrange(request.user, place))
    try:
        arrange(place, arrangement.pins, version, request.user)
    except ArrangedMeanwhileError as error:
        stored = Stored.of(place)
        ids = [pin.story_id for pin in stored.standing]
        told = those(request.user, ids)
        context = {"error": str(error), "theirs": [told[one] for one in ids], "status": CONFLICT}
        return _show(request, place, arrangement, stored.version, **context)
    except ArrangingRefusedError as error:
        return _show(request, place, arrangement, version, error=str(error))
    messages.success(request, f"{place.label}: the order is saved. Readers see it from now on.")
    return redirect(place.address)


@require_safe
def preview(request: HttpRequest, department: int | None = None) -> HttpResponse:
    """The place as its reader, the editor, would see it with the stories that the address names standing first."""
    place = _place(request, department)
    demand(may_try(request.user, place))
    pins = [number(text) for text in request.GET.getlist("story")[:MOST]]
    draw = registry.front_preview.get("home")
    if place.department is None and draw is not None:
        response = draw(request, pins)
    else:
        request.tentative_pins = tuple(pins)  # type: ignore[attr-defined]
        response = place.page.specific.serve(request)
    # It shows what readers see, so it keeps the reading side's policy: core.middleware leaves that to what has one.
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _place(request: HttpRequest, department: int | None) -> Place:
    """The home page, or a department that the person may know of."""
    if department is None:
        found = home()
    else:
        page = departments(request.user).filter(shown_q(request.user), pk=department).first()
        found = Place(page, page) if page else None
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest, place: Place, arrangement: Arrangement, version: str, **more: Any
) -> HttpResponse:
    words = request.POST.get("q", "").strip()[:LONGEST]
    told = those(request.user, arrangement.numbers)
    arrangement = arrangement.without(set(arrangement.numbers) - set(told))
    context: dict[str, Any] = {
        **frame(request, "Order of stories", "news_desk_order_start"),
        "place": place,
        "places": places_of(request.user, None if place.department else place),
        "may_save": may_arrange(request.user, place),
        "lines": [(line, told[line.story]) for line in arrangement.lines],
        "positions": range(1, len(arrangement.lines) + 1),
        "arrangement": arrangement,
        "most": MOST,
        "version": version,
        "q": words,
        "offered": offered(request.user, place, words, arrangement.numbers),
        "preview": f"{place.preview}?{arrangement.query}",
        **more,
    }
    return render(request, "news/desk/order.html", context, status=more.get("status", 200))
