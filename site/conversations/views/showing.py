"""The way to a comment, all replies to one, and closing a conversation."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from conversations import subjects, targets
from conversations.enums import SHOWN, Talk
from conversations.models import Comment
from conversations.services import closing
from conversations.subjects import Place
from conversations.threads import address_of, thread_of


@require_safe
def show(request: HttpRequest, number: int) -> HttpResponse:
    """`/talk/comment/34/`: on to where the comment stands."""
    place, said = _comment(request, number)
    return redirect(address_of(request.user, place, said))


@require_safe
def thread(request: HttpRequest, number: int) -> HttpResponse:
    """`/talk/comment/34/replies/`: a comment with all its replies."""
    place, said = _comment(request, number)
    if said.parent_id is not None:
        return redirect("conversations:thread", said.parent_id)
    head, pages = thread_of(request.user, said, request.GET.get("page", 1))
    context = {"place": place, "one": head, "pages": pages, "is_open": place.is_open}
    return render(request, "conversations/thread.html", context)


@require_POST
def close(request: HttpRequest, target: str, number: int) -> HttpResponse:
    """`/talk/page/12/close/` with `talk` closed or open: for who may; 404 for anybody else."""
    place = subjects.find(request.user, target, number)
    if place is None:
        raise Http404
    wanted = request.POST.get("talk", "")
    if wanted not in SHOWN:
        raise BadRequest("The form does not say whether to close or to open.")
    try:
        closing.set_talk(request.user, place, Talk(wanted))
    except PermissionDenied as error:
        raise Http404 from error
    done = "open again" if wanted == Talk.OPEN else "closed: nobody can add to it"
    messages.success(request, f"The conversation is {done}.")
    return redirect(f"{place.address}#conversation")


def _comment(request: HttpRequest, number: int) -> tuple[Place, Comment]:
    """A comment that is not deleted, or that was replied to, and where it stands. Raises Http404."""
    said = Comment.objects.filter(pk=number).select_related("author", "parent").first()
    place = targets.place_of(request.user, said) if said is not None else None
    if said is None or place is None or not _is_there(request, said):
        raise Http404
    return place, said


def _is_there(request: HttpRequest, said: Comment) -> bool:
    return targets.is_seen(request.user, said) or said.replies.standing().exists()
