"""The flat registers, by wagtail-modeladmin: locations, skills and languages."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail_modeladmin.helpers import AdminURLHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import DeleteView, HistoryView, IndexView

from people.models import Language, Location, Person, PersonLanguage, PersonSkill, Skill
from people.words import counted

#: Where each register is named: the rows, one a person at most, and their field.
NAMED_BY: dict[type[Model], tuple[Any, str]] = {
    Location: (Person.objects, "location"),
    Skill: (PersonSkill.objects, "skill"),
    Language: (PersonLanguage.objects, "language"),
}
#: How to do without an entry.
INSTEAD: dict[type[Model], str] = {
    Location: "Give them another location first: choose them in the list of people, then “Set location”.",
    Skill: "Take it out of their profiles first, or rename it if the word is wrong.",
    Language: "Take it out of their profiles first, or rename it if the word is wrong.",
}


def why_entry_stays(entry: Model) -> str:
    """Why an entry is not deleted, and by how many people it is named; empty where by nobody."""
    rows, field = NAMED_BY[type(entry)]
    number = rows.filter(**{field: entry}).count()
    if not number:
        return ""
    verb = "has" if number == 1 else "have"
    return f"{counted(number, 'person', 'people')} {verb} “{entry}” in the profile. {INSTEAD[type(entry)]}"


class NumberedAddresses(AdminURLHelper):
    """Addresses of entries by their numbers: others are nobody's."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>[0-9]{{1,18}})/$"


class RegisterIndexView(IndexView):
    """A register's list, narrowed by its search alone."""

    def get_filters(self, request: HttpRequest) -> tuple[list[Any], bool, dict[str, Any], bool]:
        """None, so that a word in the address that is no filter is passed over."""
        return [], False, {}, False


class RegisterDeleteView(DeleteView):
    """Deletes what no profile names."""

    @property
    def reason(self) -> str:
        """Why the entry is not deleted."""
        return why_entry_stays(self.instance)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete it, unless it is in use."""
        if reason := self.reason:
            messages.error(request, reason)
            return redirect(self.index_url)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class RegisterHistoryView(HistoryView):
    """What was done to an entry, for those who may change it: wagtail-modeladmin shows it to everybody."""

    def check_action_permitted(self, user: Any) -> bool:
        """Whether the reader may change the entry."""
        return bool(self.permission_helper.user_can_edit_obj(user, self.instance))


class Register(ModelAdmin):
    """A flat list of names, each with the number of people who have it."""

    add_to_admin_menu = False
    list_display = ("name", "number_of_people")
    search_fields: tuple[str, ...] = ("name",)
    ordering = ("name",)
    list_per_page = 50
    url_helper_class = NumberedAddresses
    index_view_class = RegisterIndexView
    delete_view_class = RegisterDeleteView
    history_view_class = RegisterHistoryView
    delete_template_name = "people/admin/register_delete.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Every entry with its number of people."""
        rows, field = NAMED_BY[self.model]
        number = rows.filter(**{field: OuterRef("pk")}).order_by().values(field)
        counts = Subquery(number.annotate(n=Count("pk")).values("n"))
        every: QuerySet[Any] = super().get_queryset(request)
        return every.annotate(named_by=Coalesce(counts, 0, output_field=IntegerField()))

    @admin.display(description="People", ordering="named_by")
    def number_of_people(self, entry: Any) -> int:
        """How many people have it."""
        number: int = entry.named_by
        return number


class LocationAdmin(Register):
    """Where people work."""

    model = Location
    menu_icon = "site"
    menu_order = 30
    search_fields = ("name", "address")


class SkillAdmin(Register):
    """What people can do."""

    model = Skill
    menu_icon = "pick"
    menu_order = 40


class LanguageAdmin(Register):
    """What people speak, write and sign."""

    model = Language
    menu_icon = "globe"
    menu_order = 50


REGISTERS = (LocationAdmin, SkillAdmin, LanguageAdmin)
