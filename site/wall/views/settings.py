"""Who reads a team's wall, said by those who look after it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wall.enums import WallKind
from wall.forms import AudienceForm
from wall.permissions import looks_after
from wall.scopes import wall_at
from wall.services.walls import say_who_reads


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """`/wall/<slug>/settings/`: for a team's leads and moderators; nobody else finds it."""
    wall = wall_at(request.user, slug)
    if wall.kind != WallKind.TEAM or not looks_after(request.user, wall):
        raise Http404
    form = AudienceForm(request.POST if request.method == "POST" else None, instance=wall)
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            say_who_reads(wall, form.audience, actor=request.user)
            messages.success(request, "Saved: who reads this wall.")
            return redirect(wall)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "wall/settings.html", {"wall": wall, "form": form}, status=status)
