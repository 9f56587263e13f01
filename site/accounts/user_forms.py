"""The CMS's forms for an account, which offer only what the person before them may give."""

from typing import Any

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm

from accounts.models import User
from accounts.permissions import grantable_groups, may_give_groups

ORDER = (
    "username",
    "email",
    "first_name",
    "last_name",
    "password1",
    "password2",
    "is_active",
    "is_superuser",
    "groups",
)
NOT_YOURS_TO_GIVE = (
    "One of these groups is not there, or gives rights over the whole site. Only a superuser may put"
    " people into such a group: choose others, or ask one."
)


class GivesOnlyWhatItMay(forms.ModelForm):  # type: ignore[type-arg]
    """Leaves out of the form, and so out of what is taken from a request, what is not to be given."""

    field_order = ORDER

    def __init__(self, *args: Any, manager: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not manager.is_superuser:
            self.fields.pop("is_superuser", None)
        if self.instance.pk and not may_give_groups(manager, self.instance):
            del self.fields["groups"]
            return
        groups = self.fields["groups"]
        assert isinstance(groups, forms.ModelMultipleChoiceField)
        groups.queryset = grantable_groups(manager).order_by("name")
        groups.error_messages["invalid_choice"] = NOT_YOURS_TO_GIVE
        groups.error_messages["invalid_pk_value"] = NOT_YOURS_TO_GIVE
        groups.help_text = (
            "What this person may change, and which closed pages they may read. Staff who only read"
            " need none."
        )


class NewAccountForm(GivesOnlyWhatItMay, UserCreationForm):
    """Adding somebody."""

    class Meta(UserCreationForm.Meta):
        model = User


class AccountForm(GivesOnlyWhatItMay, UserEditForm):
    """Changing somebody."""

    class Meta(UserEditForm.Meta):
        model = User
