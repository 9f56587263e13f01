"""The message wall."""

from django.apps import AppConfig
from django.urls import reverse_lazy

from core import registry


class WallConfig(AppConfig):
    """Messages, questions and thanks: on a wall for all, and one for each department and team."""

    name = "wall"
    verbose_name = "Wall"

    def ready(self) -> None:
        """Lead to it."""
        address = reverse_lazy("wall:everybody")
        registry.menu_links.add("wall", registry.MenuLink("Wall", address), order=30)
