"""Addresses of people and teams."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from people.views.changes import changes
from people.views.editing import overview, section
from people.views.own import confirm, me
from people.views.photo import photo

app_name = "people"


def _stand_in(request: HttpRequest, slug: str) -> HttpResponse:
    """The place of the profile's page, which another branch brings."""
    return HttpResponse(slug)


urlpatterns = [
    path("people/me/", me, name="me"),
    path("people/me/confirm/", confirm, name="confirm"),
    path("people/<slug:slug>/", _stand_in, name="person"),
    path("people/<slug:slug>/edit/", overview, name="edit"),
    path("people/<slug:slug>/edit/photo/", photo, name="edit_photo"),
    path("people/<slug:slug>/edit/<slug:section>/", section, name="edit_section"),
    path("people/<slug:slug>/changes/", changes, name="changes"),
]
