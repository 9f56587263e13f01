"""Addresses of people and teams."""

from django.urls import path

from people.views.changes import changes
from people.views.chart import branch, chart
from people.views.directory import directory, recent, suggest
from people.views.editing import overview, section
from people.views.own import confirm, me
from people.views.photo import photo
from people.views.profile import card, person
from people.views.teams import team

app_name = "people"

# What is nobody's name stands before what may be: see `people.slugs.RESERVED`.
urlpatterns = [
    path("people/", directory, name="directory"),
    path("people/suggest/", suggest, name="suggest"),
    path("people/recent/", recent, name="recent"),
    path("people/me/", me, name="me"),
    path("people/me/confirm/", confirm, name="confirm"),
    path("people/<slug:slug>/", person, name="person"),
    path("people/<slug:slug>/card.vcf", card, name="card"),
    path("people/<slug:slug>/edit/", overview, name="edit"),
    path("people/<slug:slug>/edit/photo/", photo, name="edit_photo"),
    path("people/<slug:slug>/edit/<slug:section>/", section, name="edit_section"),
    path("people/<slug:slug>/changes/", changes, name="changes"),
    path("teams/", chart, name="teams"),
    path("teams/<slug:slug>/", team, name="team"),
    path("teams/<slug:slug>/branch/", branch, name="branch"),
]
