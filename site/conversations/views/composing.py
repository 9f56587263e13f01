"""Commenting and replying."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conversations import subjects, targets
from conversations.composing import Composer, draft_of
from conversations.models import Comment
from conversations.services.posting import add_comment
from conversations.services.refusals import RefusedError
from conversations.showing import dress
from conversations.subjects import Place
from conversations.threads import address_of


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, target: str, number: int) -> HttpResponse:
    """`/talk/page/12/comment/`: say something about a thing. Where a form that was refused is mended."""
    place = subjects.find(request.user, target, number)
    if place is None:
        raise Http404
    composer = Composer(request.path)
    return _answer(request, place, composer)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """`/talk/comment/34/reply/`: reply to a comment."""
    target = targets.find(request.user, Comment.kind, number)
    said = target.contribution
    if not isinstance(said, Comment) or not said.is_standing:
        raise Http404
    composer = Composer(request.path, name=f"reply-{said.pk}", label="Your reply", submit="Reply")
    return _answer(request, target.place, composer, said)


def _answer(
    request: HttpRequest, place: Place, composer: Composer, parent: Comment | None = None
) -> HttpResponse:
    if request.method != "POST":
        return _draw(request, place, composer, parent, HTTPStatus.OK)
    draft = draft_of(request.POST)
    try:
        said = add_comment(request.user, place, draft, parent)
    except RefusedError as error:
        return _draw(request, place, composer.refused(draft, error), parent, error.status)
    if said.deleted_at is not None:  # sent again after it was taken back
        return redirect(place.address)
    messages.success(request, f"Your {'reply' if said.parent_id else 'comment'} is there.")
    if said.subject_key != place.key:
        return redirect(reverse("conversations:show", args=[said.pk]))
    return redirect(address_of(request.user, place, said))


def _draw(
    request: HttpRequest,
    place: Place,
    composer: Composer,
    parent: Comment | None,
    status: HTTPStatus,
) -> HttpResponse:
    context: dict[str, Any] = {"place": place, "composer": composer}
    if parent is not None:
        context["to"] = dress(request.user, [parent])[parent.kind, parent.pk]
    return render(request, "conversations/compose.html", context, status=status)
