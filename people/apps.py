"""People and teams."""

from django.apps import AppConfig
from django.urls import reverse_lazy

from core import registry


class PeopleConfig(AppConfig):
    """Profiles, teams, the organisation chart."""

    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """Say what others show of people."""
        from people import signals

        signals.connect()
        people, teams = reverse_lazy("people:directory"), reverse_lazy("people:teams")
        registry.menu_links.add("people", registry.MenuLink("People", people), order=10)
        registry.menu_links.add("teams", registry.MenuLink("Teams", teams), order=20)
