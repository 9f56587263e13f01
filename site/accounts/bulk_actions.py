"""What the list of people does to many at once, under the same rules as one by one, and logged."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from wagtail.log_actions import log
from wagtail.users.views import bulk_actions

from accounts.models import User
from accounts.permissions import grantable_groups, may_give_groups, may_manage
from accounts.user_forms import NOT_YOURS_TO_GIVE


class AssignRole(bulk_actions.AssignRoleBulkAction):
    """Put people into a group that the person who asks may give, themselves left out."""

    def check_perm(self, obj: User) -> bool:
        """Whether this account's groups may be changed by who asks."""
        return super().check_perm(obj) and may_give_groups(self.request.user, obj)

    def get_form(self, form_class: type[forms.Form] | None = None) -> forms.Form:
        """Offer, and take, only groups that may be given."""
        form: forms.Form = super().get_form(form_class)
        role = form.fields["role"]
        assert isinstance(role, forms.ModelChoiceField)
        role.queryset = grantable_groups(self.request.user).order_by("name")
        role.error_messages["invalid_choice"] = NOT_YOURS_TO_GIVE
        return form

    @classmethod
    def execute_action(
        cls, objects: Iterable[User], role: Group | None = None, **kwargs: Any
    ) -> Any:
        """Put them in, and log it for each."""
        done = super().execute_action(objects, role=role, **kwargs)
        _log_edit(objects)
        return done


class Delete(bulk_actions.DeleteBulkAction):
    """Delete people, but for those who may do more than the person who asks."""

    def check_perm(self, obj: User) -> bool:
        """Whether this account may be deleted by who asks."""
        return super().check_perm(obj) and may_manage(self.request.user, obj)

    @classmethod
    def execute_action(cls, objects: Iterable[User], **kwargs: Any) -> Any:
        """Log it for each, and delete them."""
        for account in objects:
            log(instance=account, action="wagtail.delete", deleted=True)
        return super().execute_action(objects, **kwargs)


class SetActiveState(bulk_actions.SetActiveStateBulkAction):
    """Close and open accounts, but for those who may do more than the person who asks."""

    def check_perm(self, obj: User) -> bool:
        """Whether this account may be changed by who asks."""
        return super().check_perm(obj) and may_manage(self.request.user, obj)

    @classmethod
    def execute_action(cls, objects: Iterable[User], **kwargs: Any) -> Any:
        """Change them, and log it for each."""
        done = super().execute_action(objects, **kwargs)
        _log_edit(objects)
        return done


def _log_edit(accounts: Iterable[User]) -> None:
    for account in accounts:
        log(instance=account, action="wagtail.edit")
