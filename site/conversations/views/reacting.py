"""Reacting, and who reacted."""

from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conversations import targets
from conversations.enums import ReactionKind
from conversations.models import Reaction
from conversations.reactions import reactions_of
from conversations.services import reacting
from conversations.services.refusals import RefusedError
from conversations.targets import Target
from conversations.views.way_back import back_to
from core.colleagues import faces_of

A_PAGE = 100
#: Sent by talk.js, which wants the bar alone and puts it in its place.
PART = "X-Part"


@require_http_methods(["GET", "HEAD", "POST"])
def react(request: HttpRequest, target: str, number: int) -> HttpResponse:
    """`/talk/comment/34/react/`: every drawing to choose from; by POST with `kind` it is given."""
    found = targets.find(request.user, target, number)
    if request.method == "POST":
        try:
            reacting.react(request.user, found, _kind(request.POST.get("kind", "")))
        except RefusedError as error:
            raise Http404 from error
        if PART not in request.headers:
            return redirect(back_to(request, found))
        return render(request, "conversations/reactions.html", _bar(request, found))
    return render(
        request, "conversations/react.html", {"place": found.place, **_bar(request, found)}
    )


@require_safe
def reactions(request: HttpRequest, target: str, number: int) -> HttpResponse:
    """`/talk/comment/34/reactions/`: who reacted, and how. Two queries, and those of the faces."""
    found = targets.find(request.user, target, number)
    rows = Reaction.objects.filter(target=target, number=number).order_by("-pk")
    pages = Paginator(rows.select_related("user"), A_PAGE).get_page(request.GET.get("page"))
    faces = faces_of(request.user, {row.user for row in pages})
    given = [(ReactionKind(row.kind), faces[row.user_id]) for row in pages]
    context = {"place": found.place, "target": found, "given": given, "pages": pages}
    return render(request, "conversations/who_reacted.html", context | _bar(request, found))


def _kind(name: str) -> ReactionKind:
    try:
        return ReactionKind(name)
    except ValueError as error:
        raise BadRequest("There is no such reaction.") from error


def _bar(request: HttpRequest, found: Target) -> dict[str, Any]:
    key = (found.name, found.number)
    back = request.POST.get("back", "")
    return {"reactions": reactions_of(request.user, [key])[key], "back": back}
