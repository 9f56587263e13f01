"""People and teams."""

from django.apps import AppConfig
from django.urls import reverse_lazy

from core import registry


class PeopleConfig(AppConfig):
    """Profiles, teams, the organisation chart."""

    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """Say what others show of people, and what is to be done when they leave."""
        from people import closing, drawing, following, found, signals, terms
        from people.colleagues import Everybody
        from people.departments import department_of
        from people.panels import pages_owned
        from people.services.leaving import finish_leavings
        from people.to_do import check_details

        signals.connect()
        terms.register()
        following.register()
        registry.findables.add(found.PEOPLE, found.People(), order=30)
        registry.findables.add(found.TEAMS, found.Teams(), order=40)
        registry.reader_departments.add("people", department_of)
        closing.register()
        leavings = registry.Job("Leavings", finish_leavings)
        registry.worker_round.add(leavings.name, leavings, order=5)
        ended = registry.Job("Memberships that ended", found.tell_of_ended, every=3_600)
        registry.worker_round.add(ended.name, ended, order=50)
        registry.colleagues.add("people", Everybody())
        registry.drawers.add("person", drawing.draw)
        registry.profile_panels.add("pages", pages_owned, order=20)
        registry.to_do.add("people-check-details", check_details, order=50)
        people, teams = reverse_lazy("people:directory"), reverse_lazy("people:teams")
        registry.menu_links.add("people", registry.MenuLink("People", people), order=10)
        registry.menu_links.add("teams", registry.MenuLink("Teams", teams), order=20)
