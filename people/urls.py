"""Addresses of people and teams."""

from django.urls import path

from people.views.chart import branch, chart
from people.views.directory import directory, recent, suggest
from people.views.profile import card, person
from people.views.teams import team

app_name = "people"

urlpatterns = [
    path("people/", directory, name="directory"),
    path("people/suggest/", suggest, name="suggest"),
    path("people/recent/", recent, name="recent"),
    path("people/<slug:slug>/", person, name="person"),
    path("people/<slug:slug>/card.vcf", card, name="card"),
    path("teams/", chart, name="teams"),
    path("teams/<slug:slug>/", team, name="team"),
    path("teams/<slug:slug>/branch/", branch, name="branch"),
]
