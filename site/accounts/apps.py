"""People who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The user model, signing in and what needs no sign-in."""

    name = "accounts"
    verbose_name = "Accounts"
