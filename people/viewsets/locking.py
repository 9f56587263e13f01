"""Fields of a form that are shown and not to be changed, each with whom to ask."""

from typing import Any

from django import forms

from people.models import Person
from people.permissions import EDITORS, why_locked

ERASED = "This person's data were erased for good. Nothing can be changed here."


class Shown(forms.TextInput):
    """Shows in words what a field points to, where nothing is to be chosen."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def format_value(self, value: Any) -> str:
        """The words, whatever the value is."""
        return self.words


def lock_fields(form: Any, person: Person, hats: frozenset[Any]) -> None:
    """Disable each field of a form that may not be changed under these hats, and say why in its help.

    What is sent in such a field is not looked at.
    """
    for name, bound in form.fields.items():
        if name not in EDITORS:
            continue
        if reason := ERASED if person.erased_at else why_locked(name, person, hats):
            bound.disabled = True
            bound.help_text = reason
            if isinstance(bound, forms.ModelChoiceField):
                bound.widget = Shown(str(getattr(person, name) or ""))
