"""Changing and deleting what one posted."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from conversations.composing import Composer, draft_of
from conversations.services import posting
from conversations.services.refusals import RefusedError
from conversations.showing import dress
from wall.models import Post
from wall.subjects import Posts


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """`/wall/posts/<id>/edit/`: the words, for whoever posted them and for half an hour; 404 for anybody else."""
    post = _own(request, number)
    place = Posts().of(request.user, post)
    composer = Composer(
        request.path,
        name=f"edit-{post.pk}",
        label="Your words",
        submit="Save",
        text=post.text,
        token=post.token,
    )
    status = HTTPStatus.OK
    if request.method == "POST":
        draft = draft_of(request.POST)
        try:
            changed = posting.edit(request.user, post, draft)
        except RefusedError as error:
            composer, status = composer.refused(draft, error), error.status
        else:
            messages.success(request, "Your change is saved." if changed else "Nothing changed.")
            return redirect(f"{post.wall.get_absolute_url()}#post-{post.pk}")
    context = {"place": place, "composer": composer, "said": post}
    return render(request, "conversations/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """`/wall/posts/<id>/delete/`: asks first."""
    post = _own(request, number)
    if request.method == "POST":
        posting.delete(request.user, post)
        messages.success(request, "Your post is deleted.")
        return redirect(post.wall)
    shown = dress(request.user, [post])[post.kind, post.pk]
    context = {"place": Posts().of(request.user, post), "one": shown}
    return render(request, "wall/delete.html", context)


def _own(request: HttpRequest, number: int) -> Post:
    """What the reader posted, if it stands. Raises Http404."""
    posts = Post.objects.readable_by(request.user).with_walls()
    found: Post | None = posts.filter(author=request.user.pk, pk=number).first()
    if found is None:
        raise Http404
    return found
