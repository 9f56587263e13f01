"""What is done to many people at once, each through the service as if alone."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from audit.models import Door
from people.models import Location, Person, Team
from people.permissions import CHANGE_PEOPLE, hats_in_cms, why_locked
from people.services.many import MOST, Outcome, change_many, leaving_on, to_location, to_main_team
from people.viewsets.choosers import Chooser
from people.viewsets.filters import PersonFilterSet
from people.viewsets.lists import numbers, typed
from people.words import counted

#: Names that a message gives before it counts the rest.
NAMES = 5
ROWS = ("memberships__team", "person_skills__skill", "person_languages__language")


class LocationForm(forms.Form):
    """Where they work from now on."""

    location = forms.ModelChoiceField(Location.objects.all(), empty_label="Choose one")


class MainTeamForm(forms.Form):
    """Their main team from now on."""

    team = forms.ModelChoiceField(Team.objects.all(), label="Main team", widget=Chooser(model=Team))
    stay = forms.BooleanField(
        required=False,
        label="They stay in the team that was their main one",
        help_text="Otherwise yesterday was their last day in it.",
    )

    def clean_team(self) -> Team:
        """Refuse a team that is closed."""
        team: Team = self.cleaned_data["team"]
        if team.is_closed:
            raise forms.ValidationError(
                f"{team} is closed. Choose the team that took over from it."
            )
        return team


class LeavingForm(forms.Form):
    """Their last day."""

    last_day = forms.DateField(
        widget=AdminDateInput,
        help_text="From the next day on they are signed out and out of every list.",
    )


class PeopleBulkAction(SnippetBulkAction):
    """Changes one field of all who were ticked and may be changed so; says who was not, and why."""

    models = [Person]
    template_name = "people/admin/bulk.html"
    field = ""

    def change_of(self, cleaned: dict[str, Any]) -> Callable[[Person], None]:
        """The change that the form asks for."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is shown of people in the CMS's list to who may not open it."""
        if not request.user.has_perm(CHANGE_PEOPLE):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def chosen(self) -> list[Person]:
        """Who was ticked, or everybody in the list as it was narrowed; one more than allowed at most."""
        ids = self.request.GET.getlist("id")
        people = self._listed() if "all" in ids else Person.objects.filter(pk__in=numbers(ids))
        people = people.select_related("location", "manager", "successor", "photo")
        return list(people.prefetch_related(*ROWS)[: MOST + 1])

    @property
    def are_too_many(self) -> bool:
        """Whether more were chosen than are changed at a time."""
        return len(self.chosen) > MOST

    def why_not(self, person: Person) -> str:
        """Why somebody may not be changed so; empty where they may."""
        return why_locked(self.field, person, hats_in_cms(self.request.user, person))

    def get_actionable_objects(self) -> tuple[list[Person], dict[str, list[Person]]]:
        """Who may be changed so, and who may not."""
        if self.are_too_many:
            return [], {"items_with_no_access": []}
        closed = [person for person in self.chosen if self.why_not(person)]
        free = [person for person in self.chosen if person not in closed]
        return free, {"items_with_no_access": closed}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the reasons, and the names of the first."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        _free, closed = self.get_actionable_objects()
        refused = Outcome()
        for person in closed["items_with_no_access"]:
            refused.refuse(person, self.why_not(person))
        told = [told_of(people, reason) for reason, people in refused.refused.items()]
        names = named([item["item"] for item in context["items"]])
        return {**context, "action": self, "names": names, "refused": told, "most": MOST}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Change them, and say who was not changed."""
        self.outcome = Outcome()
        response: HttpResponse = super().form_valid(form)
        for reason, people in self.outcome.refused.items():
            messages.warning(self.request, told_of(people, reason))
        return response

    @classmethod
    def execute_action(cls, objects: list[Person], **kwargs: Any) -> tuple[int, int]:
        """Change each of them."""
        action = kwargs["self"]
        change = action.change_of(action.cleaned_form.cleaned_data)
        outcome = change_many(objects, change, actor=action.request.user, door=Door.CMS)
        for person in action.get_actionable_objects()[1]["items_with_no_access"]:
            outcome.refuse(person, action.why_not(person))
        if action.are_too_many:
            messages.error(action.request, f"At most {MOST} people are changed at a time.")
        action.outcome = outcome
        return outcome.done, 0

    def get_success_message(self, _done: int, _none: int) -> str | None:
        """How many were changed, and how many needed no change."""
        told = [f"{counted(self.outcome.done, 'person', 'people')} changed."]
        if same := self.outcome.same:
            told.append(f"{same} {'was' if same == 1 else 'were'} so already.")
        return " ".join(told) if self.outcome.done or self.outcome.same else None

    def _listed(self) -> Any:
        """Everybody whom the list showed, on all of its pages."""
        asked = QueryDict(urlsplit(self.next_url).query)
        filters = PersonFilterSet(asked, request=self.request)
        if not filters.is_valid():
            return Person.objects.none()
        listed: Any = filters.filter_queryset(Person.objects.all())
        return listed.matching(typed(asked.get("q")))


class SetLocation(PeopleBulkAction):
    """Gives them a place of work."""

    display_name = "Set location"
    action_type = "set_location"
    aria_label = "Set the location of the people who are ticked"
    action_priority = 10
    form_class = LocationForm
    field = "location"

    def change_of(self, cleaned: dict[str, Any]) -> Callable[[Person], None]:
        """To the place that was chosen."""
        return to_location(cleaned["location"])


class SetMainTeam(PeopleBulkAction):
    """Moves them to another team."""

    display_name = "Set main team"
    action_type = "set_main_team"
    aria_label = "Set the main team of the people who are ticked"
    action_priority = 20
    form_class = MainTeamForm
    field = "memberships"

    def change_of(self, cleaned: dict[str, Any]) -> Callable[[Person], None]:
        """To the team that was chosen."""
        return to_main_team(cleaned["team"], stay=cleaned["stay"])


class MarkAsLeaving(PeopleBulkAction):
    """Gives them a last day."""

    display_name = "Mark as leaving"
    action_type = "mark_as_leaving"
    aria_label = "Enter the last day of the people who are ticked"
    action_priority = 25
    form_class = LeavingForm
    field = "left_on"

    def change_of(self, cleaned: dict[str, Any]) -> Callable[[Person], None]:
        """To the day that was entered."""
        return leaving_on(cleaned["last_day"])


def named(people: list[Person]) -> str:
    """The names of the first, and the number of the others: “Ann Lee, Joe Ray and 12 others”."""
    first = ", ".join(person.name for person in people[:NAMES])
    more = len(people) - NAMES
    return f"{first} and {counted(more, 'other')}" if more > 0 else first


def told_of(people: list[Person], reason: str) -> str:
    """That some are left as they are, and why."""
    were = "was" if len(people) == 1 else "were"
    return f"{named(people)} {were} left as they are. {reason}"
