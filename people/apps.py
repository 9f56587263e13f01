"""People and teams."""

from django.apps import AppConfig

from core import registry


class PeopleConfig(AppConfig):
    """Profiles, teams, the organisation chart."""

    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """Say what others show of people."""
        from people import drawing, signals
        from people.panels import pages_owned
        from people.to_do import check_details

        signals.connect()
        registry.drawers.add("person", drawing.draw)
        registry.profile_panels.add("pages", pages_owned, order=20)
        registry.to_do.add("people-check-details", check_details, order=50)
