"""One post: by itself with all replies, its picture, and what is done with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from access import serving
from conversations.models import Comment
from conversations.services.refusals import RefusedError
from wall.models import Post
from wall.reading import alone
from wall.scopes import of_wall
from wall.services.posts import mark_answered, mark_unanswered, pin, unpin
from wall.subjects import known_to

LONGEST_NUMBER = 18


@require_safe
def post(request: HttpRequest, number: int) -> HttpResponse:
    """`/wall/posts/<id>/`: a post by itself, with all replies."""
    found = _find(request, number)
    shown = alone(request, found, of_wall(request.user, found.wall))
    context = {"shown": shown, "back": request.get_full_path()}
    return render(request, "wall/post_page.html", context)


@require_safe
def picture(request: HttpRequest, number: int) -> HttpResponseBase:
    """`/wall/posts/<id>/picture/`: its picture, for whoever may read the post; moderators see what they hid."""
    name = known_to(request.user).filter(pk=number).values_list("picture", flat=True).first()
    if not name:
        raise Http404
    return serving.send(request, name, as_attachment=False)


@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """`/wall/posts/<id>/change/`: pin, unpin, answered or unanswered, as the pressed button says by its `do`."""
    found = _find(request, number)
    do = _DEEDS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    try:
        messages.success(request, do(request, found))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(_back(request, found))


def _find(request: HttpRequest, number: int) -> Post:
    readable = Post.objects.readable_by(request.user).with_walls()
    found: Post | None = readable.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _pin(request: HttpRequest, found: Post) -> str:
    pin(request.user, found)
    return "Pinned to the top of the wall."


def _unpin(request: HttpRequest, found: Post) -> str:
    unpin(request.user, found)
    return "No longer pinned."


def _answered(request: HttpRequest, found: Post) -> str:
    mark_answered(request.user, found, _reply(request, found))
    return "Marked as answered."


def _unanswered(request: HttpRequest, found: Post) -> str:
    mark_unanswered(request.user, found)
    return "Marked as not answered yet."


def _reply(request: HttpRequest, found: Post) -> Comment | None:
    """The reply that answers it, if one was named. Raises Http404 for one that is not there."""
    text = request.POST.get("reply", "")
    if not text:
        return None
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    replies = Comment.objects.standing().filter(subject=Post.kind, number=found.pk)
    answer = replies.filter(pk=int(text)).first() if is_number else None
    if answer is None:
        raise Http404
    return answer


def _back(request: HttpRequest, found: Post) -> str:
    """Where the button was pressed: on the wall, else on the post's own page."""
    here = found.wall.get_absolute_url() if "wall" in request.POST else found.get_absolute_url()
    return f"{here}#post-{found.pk}"


_DEEDS: dict[str, Any] = {
    "pin": _pin,
    "unpin": _unpin,
    "answered": _answered,
    "unanswered": _unanswered,
}
