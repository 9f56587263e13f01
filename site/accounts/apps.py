"""People who sign in."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """The user model, signing in, roles, and what needs no sign-in."""

    name = "accounts"
    verbose_name = "Accounts"
    default = True

    def ready(self) -> None:
        """Start a session's clocks at sign-in."""
        from django.contrib.auth.signals import user_logged_in

        from accounts import sessions

        user_logged_in.connect(sessions.begin, dispatch_uid="accounts.sessions")


class UsersConfig(WagtailUsersAppConfig):
    """The CMS's lists of people and groups, in which nobody raises their own rights."""

    default = False
    user_viewset = "accounts.viewsets.UserViewSet"
    group_viewset = "accounts.viewsets.GroupViewSet"

    def ready(self) -> None:
        """Say who may change accounts and invite, and that groups are for superusers alone."""
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from accounts.models import Invitation, User
        from accounts.permissions import InvitersOnly, SuperusersOnly

        register_permission_policy(User)
        register_permission_policy(Invitation, InvitersOnly(Invitation))
        register_permission_policy(Group, SuperusersOnly(Group))
