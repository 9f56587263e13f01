"""A site with two departments, a news list, and one person in each role."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from accounts.roles import MODERATORS, PEOPLE_ADMIN, SEARCH_EDITOR, SITE_ADMIN, make_roles
from departments.services import Opening, open_department
from news.models import NewsIndexPage
from news.roles import NEWS_TEAM
from tests.factories.accounts import UserFactory
from tests.factories.pages import NewsIndexPageFactory

ROLES = {
    "staff": None,
    "department editor": "Harbours editors",
    "department publisher": "Harbours publishers",
    "comms": NEWS_TEAM,
    "people admin": PEOPLE_ADMIN,
    "search editor": SEARCH_EDITOR,
    "moderator": MODERATORS,
    "site admin": SITE_ADMIN,
    "superuser": None,
}


@dataclass
class Company:
    """Who there is, and what they may or may not touch."""

    own: Opening
    other: Opening
    news: NewsIndexPage
    people: dict[str, User] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser of the person in that role."""
        client = Client()
        client.force_login(self.people[role])
        return client


def company() -> Company:
    """Departments Harbours and Ferries, the news, and a person for each of ROLES."""
    news: Any = NewsIndexPageFactory(title="News", slug="news")
    made = Company(open_department("Harbours"), open_department("Ferries"), news)
    make_roles()
    for role, group in ROLES.items():
        person = UserFactory(username=role.replace(" ", "-"), superuser=role == "superuser")
        if group:
            person.groups.add(Group.objects.get(name=group))
        made.people[role] = person
    return made
