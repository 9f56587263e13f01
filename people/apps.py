"""People and teams."""

from django.apps import AppConfig

from core import registry


class PeopleConfig(AppConfig):
    """Profiles, teams, the organisation chart."""

    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """Say what others show of people, and what is to be done when they leave."""
        from people import closing, signals, terms
        from people.services.leaving import finish_leavings

        signals.connect()
        terms.register()
        closing.register()
        leavings = registry.Job("Leavings", finish_leavings)
        registry.worker_round.add(leavings.name, leavings, order=5)
