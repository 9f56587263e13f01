"""The forms on which somebody leaves, comes back or is erased, and a team closes."""

from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.widgets import AdminDateInput

from core.folding import fold
from people.models import Membership, Person, Team


def chooser(model: type[models.Model], name: str, **options: Any) -> forms.Field:
    """The field to choose what a foreign key points at, with the chooser that the CMS has for that.

    Made when the form is, since choosers are registered after modules are loaded.
    """
    field = formfield_for_dbfield(model._meta.get_field(name), **options)
    assert isinstance(field, forms.Field)
    return field


class LeavingForm(forms.Form):
    """The last day, and who takes over."""

    left_on = forms.DateField(
        label="Last day",
        widget=AdminDateInput,
        help_text="The last day on which they work here. It may lie in the past.",
        error_messages={"required": "Give the last day."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"] = chooser(
            Person, "successor", queryset=Person.objects.here(), label="Who takes over"
        )


class RejoinForm(forms.Form):
    """The first day, and the team."""

    on = forms.DateField(
        label="First day",
        widget=AdminDateInput,
        help_text="The day on which they came back.",
        error_messages={"required": "Give the first day."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.fields["team"] = chooser(
            Membership,
            "team",
            queryset=Team.objects.open(),
            required=False,
            label="Main team",
            help_text="Left empty, they are in no team for now.",
        )


class EraseForm(forms.Form):
    """The person's name, typed out, so that nobody is erased by a slip."""

    name = forms.CharField(
        label="Their name",
        error_messages={"required": "Type the name of the person whose data is to go."},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = person.name
        self.fields["name"].help_text = f"Type “{self.wanted}” to say that it is them you mean."
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        """Refuse any other name; accents and case do not matter."""
        given = " ".join(self.cleaned_data["name"].split())
        if fold(given) != fold(self.wanted):
            raise forms.ValidationError(f"That is not “{self.wanted}”. Type this name to go on.")
        return given


class CloseTeamForm(forms.Form):
    """The last day of a team, and the team that takes over."""

    on = forms.DateField(
        label="Last day",
        widget=AdminDateInput,
        help_text="Today or a day before. From the next day on its members are in the other team.",
        error_messages={"required": "Give the last day."},
    )
    move_children = forms.BooleanField(
        label="Make the teams that are part of it part of the team that takes over",
        required=False,
    )

    def __init__(self, *args: Any, team: Team, children: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.fields["successor"] = chooser(
            Team,
            "successor",
            queryset=Team.objects.open().exclude(pk=team.pk),
            label="Team that takes over",
            help_text="Its page is where the closed team’s page leads.",
        )
        if not children:
            del self.fields["move_children"]
        self.order_fields(["on", "successor", "move_children"])


class NothingToAskForm(forms.Form):
    """A yes, and no more."""
