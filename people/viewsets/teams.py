"""Teams in the CMS: the list, the form, their changes."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    SnippetViewSet,
)

from audit.models import Door
from people.models import Membership, Team
from people.services.teams import save_team, why_kept
from people.viewsets.changes import ChangesView, LinksToChanges
from people.viewsets.choosers import TeamChooserViewSet
from people.viewsets.deletion import RefusesDeletion
from people.viewsets.filters import TeamFilterSet
from people.viewsets.lists import leads_of, typed, with_leads
from people.viewsets.saving import RestoresThroughService, SavesThroughService


class TeamIndexView(IndexView):
    """The list of teams."""

    def get_base_queryset(self) -> QuerySet[Team]:
        """Every team, with its number of people, its leads and what it is part of."""
        inside = Membership.objects.of_people_here().filter(team=OuterRef("pk"))
        number = inside.order_by().values("team").annotate(n=Count("person", distinct=True))
        counted = Coalesce(Subquery(number.values("n")), 0, output_field=IntegerField())
        return with_leads(Team.objects.select_related("parent").annotate(people=counted))

    def order_queryset(self, queryset: QuerySet[Team]) -> QuerySet[Team]:
        """As asked, namesakes always in the same order."""
        ordered: QuerySet[Team] = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "sort_name", "pk")

    def search_queryset(self, queryset: Any) -> QuerySet[Team]:
        """Those with every word that was typed in their names."""
        found: QuerySet[Team] = queryset.matching(typed(self.search_query))
        return found

    def _get_title_column(self, *args: Any, **kwargs: Any) -> TitleColumn:
        column = super()._get_title_column(*args, **kwargs)
        column.label, column.sort_key, column.width = "Name", "sort_name", "30%"
        return column

    @cached_property
    def list_display(self) -> list[str | BaseColumn]:
        """The name, its place, who is in it and who leads it."""
        return [
            "__str__",
            Column("parent", label="Part of", sort_key="parent__sort_name", accessor=_parent_of),
            Column("people", label="People", sort_key="people", width="8%"),
            Column("leads", label="Led by", accessor=leads_of),
            Column("status", label="Status", accessor=_status_of, sort_key="closed_on"),
        ]


class SavesTeam(SavesThroughService):
    """Saves a team as who is signed in."""

    def save(self: Any, instance: Team) -> None:
        """Save the team; its old address leads to a new one."""
        save_team(instance, actor=self.request.user, door=Door.CMS)


class TeamCreateView(SavesTeam, CreateView):
    """The form of a new team."""


class TeamEditView(LinksToChanges, SavesTeam, EditView):
    """The form of a team."""


class TeamRestoreView(RestoresThroughService, TeamEditView):
    """The form with an old version in it."""

    view_name = "revisions_revert"

    def restorable(self, now: Team) -> list[str]:
        """All that the form has."""
        return list(self.form_class.base_fields)


class TeamDeleteView(RefusesDeletion, DeleteView):
    """Deletes a team that nobody ever was in."""

    def why_it_stays(self, instance: Team) -> str:
        """Why the team is not deleted."""
        return why_kept(instance)


class TeamViewSet(SnippetViewSet):
    """Teams."""

    model = Team
    icon = "group"
    menu_label = "Teams"
    menu_name = "teams"
    copy_view_enabled = False
    list_per_page = 50
    delete_template_name = "people/admin/delete.html"
    ordering = ["sort_name"]
    search_fields = ["sort_name"]
    search_backend_name = None
    filterset_class = TeamFilterSet
    index_view_class = TeamIndexView
    add_view_class = TeamCreateView
    edit_view_class = TeamEditView
    delete_view_class = TeamDeleteView
    revisions_revert_view_class = TeamRestoreView
    chooser_viewset_class = TeamChooserViewSet
    chooser_per_page = 25
    edit_handler = ObjectList(Team.panels)

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """With the address of the changes."""
        return super().get_edit_view_kwargs(changes_url_name=self.get_url_name("changes"), **kwargs)

    @property
    def changes_view(self) -> Any:
        """The change log of one team."""
        return self.construct_view(ChangesView, changes_url_name=self.get_url_name("changes"))

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's addresses, and the changes."""
        return [
            *super().get_urlpatterns(),
            path("changes/<int:pk>/", self.changes_view, name="changes"),
        ]


def _parent_of(team: Team) -> str:
    return team.parent.name if team.parent else ""


def _status_of(team: Team) -> str:
    if team.closed_on is None:
        return "Open"
    day = date_format(team.closed_on, "j F Y")
    return f"Closed on {day}" if team.is_closed else f"Closes on {day}"
