"""Following, by a button that needs no script, and all that one follows."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from notifications import services
from notifications.reading import followed_by
from notifications.views.reader import reader_of, way_back


@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """What one follows, each with a button to do so no longer."""
    found = followed_by(reader_of(request))
    return render(
        request, "notifications/following.html", {"followed": found, "place": "following"}
    )


@require_POST
def follow(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Follow something, or no longer; then back to where the button stood."""
    user = reader_of(request)
    if request.POST.get("follow") == "no":
        if services.unfollow(user, kind, number):
            messages.success(request, "You follow this no longer.")
    else:
        told = services.follow(user, kind, number)
        if told is None:
            raise Http404
        messages.success(request, f"You follow {told.title}. The bell tells you what is new.")
    return redirect(way_back(request, reverse("notifications:following")))
