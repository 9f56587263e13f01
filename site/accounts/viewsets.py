"""The CMS's lists of people and of groups, closed against raising one's own rights."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.users.views import users
from wagtail.users.views.groups import GroupViewSet as WagtailGroupViewSet

from accounts.models import User
from accounts.permissions import may_manage
from accounts.user_forms import AccountForm, NewAccountForm


class IndexView(users.IndexView):
    """The list, with a way in only to accounts that may be changed."""

    def get_edit_url(self, instance: User) -> str | None:
        """None for an account that may do more than the person who looks."""
        return super().get_edit_url(instance) if may_manage(self.request.user, instance) else None

    def get_delete_url(self, instance: User) -> str | None:
        """None for an account that may do more than the person who looks."""
        return super().get_delete_url(instance) if may_manage(self.request.user, instance) else None


class CreateView(users.CreateView):
    """Adding somebody."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who gives the rights."""
        return {**super().get_form_kwargs(), "manager": self.request.user}


class EditView(users.EditView):
    """Changing somebody, their e-mail address and password included."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse an account that may do more than the person who asks."""
        if not may_manage(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who gives the rights."""
        return {**super().get_form_kwargs(), "manager": self.request.user}


class DeleteView(users.DeleteView):
    """Deleting somebody; oneself is refused by Wagtail."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse an account that may do more than the person who asks."""
        if not may_manage(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class UserViewSet(users.UserViewSet):
    """People who sign in."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    copy_view_enabled = False
    # Wagtail's own templates name fields that these forms may leave out.
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[AccountForm | NewAccountForm]:
        """The form to add or to change somebody."""
        return AccountForm if for_update else NewAccountForm


class GroupViewSet(WagtailGroupViewSet):
    """Groups: for superusers alone, by `SuperusersOnly`, which the app registers."""
