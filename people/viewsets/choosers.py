"""Choosing a person or a team: for authors, owners, contacts, managers and successors.

Whoever may enter the CMS may choose: what is offered stands in the directory, for every member of
staff to read. The list of people, with what it tells of accounts and of who has left, is another right.
"""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from people.models import Person, Team
from people.viewsets.lists import leads_of, main_team_of, numbers, typed, with_leads, with_main_team


class WordsForm(BaseFilterForm):
    """The chooser's search: by whatever the things are found by."""

    q = forms.CharField(
        label="Search",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Name, e-mail or job title"}),
    )

    def filter(self, objects: Any) -> Any:
        """Those who match, the best first."""
        objects = super().filter(objects)
        if words := typed(self.cleaned_data.get("q")):
            self.is_searching, self.search_query = True, words
            return objects.matching(words)
        return objects


class TeamWordsForm(WordsForm):
    """The same for teams, which have names alone."""

    q = forms.CharField(
        label="Search",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Name of the team"}),
    )


class OffersPeople:
    """For the chooser's views: who works here, with what tells namesakes apart."""

    filter_form_class = WordsForm
    results_template_name = "people/admin/chooser_results.html"
    page_subtitle = ""

    def get_object_list(self: Any) -> QuerySet[Person]:
        """Those whom everybody finds in the directory."""
        return with_main_team(Person.objects.listed_for(self.request.user).defer("about"))

    @property
    def columns(self: Any) -> list[Column]:
        """The name, the job and the team."""
        title = self.title_column
        title.label = "Name"
        return [
            title,
            Column("job_title", label="Job title"),
            Column("main_team", label="Team", accessor=main_team_of),
        ]


class OffersTeams:
    """For the chooser's views: teams that are open."""

    filter_form_class = TeamWordsForm
    results_template_name = "people/admin/chooser_results.html"
    page_subtitle = ""

    def get_object_list(self: Any) -> QuerySet[Team]:
        """Those that are not closed, by name."""
        open_ones = Team.objects.readable_by(self.request.user).open()
        return with_leads(open_ones.select_related("parent").order_by("sort_name", "pk"))

    @property
    def columns(self: Any) -> list[Column]:
        """The name, its place and who leads it."""
        title = self.title_column
        title.label = "Name"
        return [
            title,
            Column("parent", label="Part of", accessor=lambda team: team.parent or ""),
            Column("leads", label="Led by", accessor=leads_of),
        ]


class PersonChooseView(OffersPeople, ChooseView):
    """The chooser of people."""


class PersonResultsView(OffersPeople, ChooseResultsView):
    """A page of it."""


class PersonChosenView(OffersPeople, SnippetChosenView):
    """The person chosen."""

    def get_object(self, pk: str) -> Person:
        """One of those who are offered."""
        return self.get_object_list().get(pk__in=numbers([pk]))


class PeopleChosenView(OffersPeople, SnippetChosenMultipleView):
    """The people chosen."""

    def get_objects(self, pks: list[str]) -> QuerySet[Person]:
        """Those of them who are offered."""
        return self.get_object_list().filter(pk__in=numbers(pks))


class TeamChooseView(OffersTeams, ChooseView):
    """The chooser of teams."""


class TeamResultsView(OffersTeams, ChooseResultsView):
    """A page of it."""


class TeamChosenView(OffersTeams, SnippetChosenView):
    """The team chosen."""

    def get_object(self, pk: str) -> Team:
        """One of those that are offered."""
        return self.get_object_list().get(pk__in=numbers([pk]))


class TeamsChosenView(OffersTeams, SnippetChosenMultipleView):
    """The teams chosen."""

    def get_objects(self, pks: list[str]) -> QuerySet[Team]:
        """Those of them that are offered."""
        return self.get_object_list().filter(pk__in=numbers(pks))


class Chooser(AdminSnippetChooser):
    """Wagtail's field of a chooser, in which words that are no number choose nothing."""

    def get_instance(self, value: Any) -> Any:
        """The thing of that number."""
        return super().get_instance(
            None if isinstance(value, str) and not numbers([value]) else value
        )


class ChoosesOnly(SnippetChooserViewSet):
    """A chooser in which nothing is made: a new person or team has a form of its own."""

    base_widget_class = Chooser

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's, but the one for making."""
        return [url for url in super().get_urlpatterns() if url.name != "create"]


class PersonChooserViewSet(ChoosesOnly):
    """Choosing a person."""

    choose_view_class = PersonChooseView
    choose_results_view_class = PersonResultsView
    chosen_view_class = PersonChosenView
    chosen_multiple_view_class = PeopleChosenView
    choose_one_text = "Choose a person"


class TeamChooserViewSet(ChoosesOnly):
    """Choosing a team."""

    choose_view_class = TeamChooseView
    choose_results_view_class = TeamResultsView
    chosen_view_class = TeamChosenView
    chosen_multiple_view_class = TeamsChosenView
    choose_one_text = "Choose a team"
