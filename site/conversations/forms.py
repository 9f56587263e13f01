"""The forms of the reading side that are not the composer."""

from typing import Any

from django import forms

from conversations.enums import Reason
from conversations.services.reporting import MOST_WORDS


class ReportForm(forms.Form):
    """Why something is reported."""

    reason = forms.ChoiceField(
        label="What is wrong with it?", choices=Reason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="Anything that moderators should know",
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Optional.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "report-%s", **kwargs})
