"""The form to open a department."""

from typing import Any

from django import forms
from wagtail.admin.widgets import AdminAutoHeightTextInput

from departments.services import DepartmentRefusedError, check_department


class OpenDepartmentForm(forms.Form):
    """A name, a purpose, and whether staff see it at once."""

    name = forms.CharField(
        help_text="As staff know it: “Finance and Commercial”. The page’s address and the names of its"
        " groups are made from it.",
        error_messages={"required": "Give the department a name."},
    )
    purpose = forms.CharField(
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text="What it is for, in a sentence or two. Shown at the top of its page and in lists. It"
        " can be written later.",
    )
    publish = forms.BooleanField(
        label="Publish now",
        required=False,
        initial=True,
        help_text="Staff see the page at once. Without the tick it waits as a draft until a publisher"
        " publishes it.",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what the service would refuse, at the field that is to be mended."""
        given = super().clean() or {}
        if "name" in given:
            try:
                check_department(given["name"], given.get("purpose", ""))
            except DepartmentRefusedError as error:
                self.add_error(error.about, str(error))
        return given
