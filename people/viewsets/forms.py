"""The form of a person."""

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from people.models import Person
from people.permissions import hats_in_cms
from people.viewsets.locking import ERASED, lock_fields


class PersonForm(WagtailAdminModelForm):
    """A person's form: what this editor may not change is locked, and says whom to ask."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hats = hats_in_cms(self.for_user, self.instance)
        if self.instance.pk:
            lock_fields(self, self.instance, self.hats)

    def clean_email(self) -> str:
        """Refuse an address that somebody else has, whatever its capitals; say whose it is."""
        email: str = (self.cleaned_data["email"] or "").strip().lower()
        return self._only_theirs("email", email, "has this address already")

    def clean_employee_id(self) -> str:
        """Refuse an id that somebody else has; say whose it is."""
        number: str = (self.cleaned_data["employee_id"] or "").strip()
        return self._only_theirs("employee_id", number, "has this id already")

    def clean(self) -> dict[str, Any]:
        """Refuse two main teams, and a team that is there twice."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.erased_at:
            raise ValidationError(ERASED)
        rows = self.formsets.get("memberships")
        if rows is not None and rows.is_valid():
            self._check_teams(
                [
                    row.cleaned_data
                    for row in rows.forms
                    if row not in rows.deleted_forms and row.cleaned_data.get("team")
                ]
            )
        return cleaned

    def _only_theirs(self, name: str, value: str, has_it: str) -> str:
        others = Person.objects.exclude(pk=self.instance.pk)
        if value and (other := others.filter(**{f"{name}__iexact": value}).first()):
            job = f", {other.job_title}," if other.job_title else ""
            raise ValidationError(f"{other.name}{job} {has_it}. No two people share one.")
        return value

    def _check_teams(self, rows: list[dict[str, Any]]) -> None:
        going_on = [row for row in rows if not row["ended_on"]]
        main = [str(row["team"]) for row in going_on if row["is_primary"]]
        if len(main) > 1:
            raise ValidationError(
                f"These are all ticked as the main team: {', '.join(main)}. Leave the tick at one of them."
            )
        for team, times in Counter(row["team"] for row in going_on).items():
            if times > 1:
                raise ValidationError(
                    f"{team} is there {times} times. Delete one of the rows, or give it a last day."
                )
