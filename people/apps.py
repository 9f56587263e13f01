"""People and teams."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Profiles, teams, the organisation chart."""

    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """Say what others show of people."""
        from people import signals

        signals.connect()
