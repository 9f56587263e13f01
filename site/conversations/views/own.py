"""Changing and deleting what one said."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from conversations import targets
from conversations.composing import Composer, draft_of
from conversations.models import Comment
from conversations.services import posting
from conversations.services.refusals import RefusedError
from conversations.showing import dress
from conversations.subjects import Place
from conversations.threads import address_of


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """`/talk/comment/34/edit/`: for whoever said it; 404 for anybody else."""
    place, said = _own(request, number)
    if not said.is_standing:
        raise Http404
    composer = Composer(
        request.path, name=f"edit-{said.pk}", submit="Save", text=said.text, token=said.token
    )
    status = HTTPStatus.OK
    if request.method == "POST":
        draft = draft_of(request.POST)
        try:
            changed = posting.edit(request.user, said, draft)
        except RefusedError as error:
            composer, status = composer.refused(draft, error), error.status
        else:
            messages.success(request, "Your change is saved." if changed else "Nothing changed.")
            return redirect(address_of(request.user, place, said))
    context = {"place": place, "composer": composer, "said": said}
    return render(request, "conversations/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """`/talk/comment/34/delete/`: asks first."""
    place, said = _own(request, number)
    if request.method == "POST":
        posting.delete(request.user, said)
        messages.success(request, "Your comment is deleted.")
        return redirect(f"{place.address}#conversation")
    shown = dress(request.user, [said])[said.kind, said.pk]
    return render(request, "conversations/delete.html", {"place": place, "one": shown})


def _own(request: HttpRequest, number: int) -> tuple[Place, Comment]:
    """What the reader said, hidden or not, and where. Raises Http404."""
    said = Comment.objects.by(request.user).filter(pk=number, deleted_at__isnull=True).first()
    place = targets.place_of(request.user, said) if said is not None else None
    if said is None or place is None:
        raise Http404
    return place, said
