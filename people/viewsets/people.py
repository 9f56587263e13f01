"""People in the CMS: the list, the form, their changes."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from wagtail.admin.panels import HelpPanel, ObjectList
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    SnippetViewSet,
)

from audit.models import Door
from people.models import Person
from people.permissions import hats_in_cms, open_fields
from people.services.profiles import save_person
from people.viewsets.changes import ChangesView, LinksToChanges
from people.viewsets.choosers import PersonChooserViewSet
from people.viewsets.deletion import RefusesDeletion, why_person_stays
from people.viewsets.export import ExportsPeople
from people.viewsets.filters import PersonFilterSet
from people.viewsets.forms import PersonForm
from people.viewsets.lists import main_team_of, typed, with_main_team
from people.viewsets.saving import RestoresThroughService, SavesThroughService
from people.viewsets.standing import standing_of


class PersonIndexView(ExportsPeople, IndexView):
    """The list of people: by name, and found by every name that they have."""

    def get_base_queryset(self) -> QuerySet[Person]:
        """Everybody, with what the columns say of them."""
        if self.is_export:
            return Person.objects.all()
        return with_main_team(Person.objects.select_related("location").defer("about"))

    def order_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """As asked, namesakes always in the same order."""
        ordered: QuerySet[Person] = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "sort_name", "pk")

    def search_queryset(self, queryset: Any) -> QuerySet[Person]:
        """Those who match what was typed: the best first, unless an order was asked for."""
        words = typed(self.search_query)
        found: QuerySet[Person] = queryset.matching(words) if words else queryset
        return self.order_queryset(found) if words and self.is_explicitly_ordered else found

    def _get_title_column(self, *args: Any, **kwargs: Any) -> TitleColumn:
        column = super()._get_title_column(*args, **kwargs)
        column.label, column.sort_key, column.width = "Name", "sort_name", "22%"
        return column

    @cached_property
    def list_display(self) -> list[str | BaseColumn]:
        """The name, and what tells namesakes apart."""
        return [
            "__str__",
            Column("job_title", label="Job title", sort_key="job_title"),
            Column("main_team", label="Main team", accessor=main_team_of),
            Column("location", label="Location", sort_key="location__name", accessor=_location_of),
            Column("standing", label="Status", accessor=standing_of, sort_key="left_on"),
            Column(
                "confirmed_on",
                label="Last confirmed",
                sort_key="confirmed_on",
                accessor=lambda person: person.confirmed_on or "Not yet",
            ),
        ]


class SavesPerson(SavesThroughService):
    """Saves a person under the hats of who is signed in."""

    def save(self: Any, instance: Person) -> None:
        """Save the profile with its rows."""
        user = self.request.user
        save_person(instance, hats=hats_in_cms(user, instance), actor=user, door=Door.CMS)


class PersonCreateView(SavesPerson, CreateView):
    """The form of somebody new."""


class PersonEditView(LinksToChanges, SavesPerson, EditView):
    """The form of somebody."""


class PersonRestoreView(RestoresThroughService, PersonEditView):
    """The form with an old version in it: of what this editor may change."""

    view_name = "revisions_revert"

    def restorable(self, now: Person) -> list[str]:
        """The fields that are open to this editor."""
        return sorted(open_fields(now, hats_in_cms(self.request.user, now)))


class PersonDeleteView(RefusesDeletion, DeleteView):
    """Deletes an entry that was made by mistake, and nobody else."""

    def why_it_stays(self, instance: Person) -> str:
        """Why the person is not deleted."""
        return why_person_stays(instance)


class PersonViewSet(SnippetViewSet):
    """People."""

    model = Person
    icon = "user"
    menu_label = "People"
    menu_name = "people-list"
    copy_view_enabled = False
    list_per_page = 50
    delete_template_name = "people/admin/delete.html"
    list_export = ExportsPeople.list_export
    ordering = ["sort_name"]
    search_fields = ["search_text"]
    search_backend_name = None
    filterset_class = PersonFilterSet
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    revisions_revert_view_class = PersonRestoreView
    chooser_viewset_class = PersonChooserViewSet
    chooser_per_page = 25
    edit_handler = ObjectList(
        [HelpPanel(template="people/admin/account.html"), *Person.panels],
        base_form_class=PersonForm,
    )

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """With the address of the changes."""
        return super().get_edit_view_kwargs(changes_url_name=self.get_url_name("changes"), **kwargs)

    @property
    def changes_view(self) -> Any:
        """The change log of one person."""
        return self.construct_view(ChangesView, changes_url_name=self.get_url_name("changes"))

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's addresses, and the changes."""
        return [
            *super().get_urlpatterns(),
            path("changes/<int:pk>/", self.changes_view, name="changes"),
        ]


def _location_of(person: Person) -> str:
    return person.location.name if person.location else ""
