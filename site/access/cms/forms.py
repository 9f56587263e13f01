"""The privacy form, and the choice of a person."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from wagtail.models import BaseViewRestriction

from access.restrict import Wish

ANYBODY, GROUPS = BaseViewRestriction.NONE, BaseViewRestriction.GROUPS
NO_PASSWORDS = (
    "A shared password lets in whoever hears it, so it is not used here."
    " Choose groups instead: “Only people in these groups”."
)
NO_GROUP = "Choose at least one group, or “{}” above. Without a group nobody would get in."


class VisibilityField(forms.ChoiceField):
    """The choice between anybody and groups, under the names that Wagtail has for them."""

    def to_python(self, value: Any) -> str:
        """Wagtail's “any logged-in user” is our anybody."""
        chosen = super().to_python(value)
        return ANYBODY if chosen == BaseViewRestriction.LOGIN else chosen

    def validate(self, value: str) -> None:
        """Refuse a shared password with a word on what to do."""
        if value == BaseViewRestriction.PASSWORD:
            raise ValidationError(NO_PASSWORDS, code="password")
        super().validate(value)


class GroupsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Groups to tick, each with the number of its people."""

    def __init__(self, **kwargs: Any) -> None:
        groups = Group.objects.annotate(people=Count("user", filter=Q(user__is_active=True)))
        super().__init__(
            groups.order_by("name"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, group: Any) -> str:
        """The group's name, and how many people it would let in."""
        if not group.people:
            return f"{group.name} (nobody is in it)"
        return f"{group.name} ({group.people:,} {'person' if group.people == 1 else 'people'})"


class PrivacyForm(forms.Form):
    """The restrictions of one page or collection.

    The first is called `restriction_type` and `groups`, as in Wagtail's own form; each further one
    `groups_<id>`, with `remove_<id>` to take it away.
    """

    restriction_type = VisibilityField(label="Who can see it", widget=forms.RadioSelect)
    groups = GroupsField(label="Groups")

    def __init__(self, *args: Any, own: list[Any], anybody: str, **kwargs: Any) -> None:
        self.anybody = anybody
        self.own = [one for one in own if one.restriction_type != BaseViewRestriction.LOGIN]
        kwargs["initial"] = {"restriction_type": GROUPS if self.own else ANYBODY}
        super().__init__(*args, **kwargs)
        choices = [(ANYBODY, anybody), (GROUPS, "Only people in these groups")]
        self.fields["restriction_type"].choices = choices  # type: ignore[attr-defined]
        for restriction in self.own:
            name = self._name(restriction)
            if name not in self.fields:
                self.fields[name] = GroupsField(label="And in one of these groups as well")
            if len(self.own) > 1:
                label = "Take this restriction away"
                box = forms.BooleanField(label=label, required=False)
                self.fields[f"remove_{restriction.pk}"] = box
            self.initial[name] = [group.pk for group in restriction.groups.all()]

    @property
    def restricts(self) -> bool:
        """Whether groups are asked for, as the form stands."""
        return bool(self["restriction_type"].value() == GROUPS)

    @property
    def has_password(self) -> bool:
        """Whether one of the restrictions is a shared password, from an older site."""
        return any(one.restriction_type == BaseViewRestriction.PASSWORD for one in self.own)

    @property
    def restrictions(self) -> list[tuple[Any, Any]]:
        """The fields of each restriction: its groups and, where there are several, taking it away."""
        if not self.own[1:]:
            return [(self["groups"], None)]
        return [(self[self._name(one)], self[f"remove_{one.pk}"]) for one in self.own]

    def clean(self) -> dict[str, Any]:
        """Refuse a restriction without a group."""
        data = super().clean() or self.cleaned_data
        if data.get("restriction_type") == GROUPS:
            for name, _number in self._wanted(data):
                if name in data and not data[name]:
                    self.add_error(name, NO_GROUP.format(self.anybody))
        return data

    def wish(self) -> Wish:
        """What the editor wants. Ask a valid form only."""
        data = self.cleaned_data
        if data["restriction_type"] == ANYBODY:
            return Wish({})
        return Wish(
            {
                number: frozenset(group.pk for group in data[name])
                for name, number in self._wanted(data)
            }
        )

    def _name(self, restriction: Any) -> str:
        return "groups" if restriction is self.own[0] else f"groups_{restriction.pk}"

    def _wanted(self, data: dict[str, Any]) -> list[tuple[str, int]]:
        """The name of each field of groups that counts, with its restriction's id; 0 is a new one."""
        if not self.own:
            return [("groups", 0)]
        kept = [one for one in self.own if not data.get(f"remove_{one.pk}")]
        return [(self._name(one), one.pk) for one in kept]
