"""What moderators decide."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone

from conversations.services.moderating import LONGEST_NOTE


class Do(TextChoices):
    """What a button of the form does."""

    HIDE = "hide", "Hide it"
    RESTORE = "restore", "Show it again"
    KEEP = "keep", "Leave it as it is"
    NOTE = "note", "Only write the note"
    READ_ONLY = "read-only", "Make read-only"
    LIFT = "lift", "Let them write again"


class DecisionForm(forms.Form):
    """A note for the log, and what is to be done."""

    do = forms.ChoiceField(choices=Do.choices)
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For other moderators; the author does not see it.",
    )
    days = forms.TypedChoiceField(
        label="For how long",
        required=False,
        coerce=int,
        empty_value="7",
        choices=((1, "1 day"), (7, "7 days"), (30, "30 days"), (90, "90 days")),
        initial=7,
    )

    def clean(self) -> dict[str, Any]:
        """A note that is to be written says something."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("do") == Do.NOTE and not cleaned.get("note", "").strip():
            self.add_error("note", "Write the note.")
        return cleaned

    @property
    def until(self) -> Any:
        """The moment until which somebody is read-only."""
        return timezone.now() + timedelta(days=int(self.cleaned_data["days"]))
