"""The home page."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The front of the site, and how addresses find their pages."""

    name = "home"
    verbose_name = "Home"
