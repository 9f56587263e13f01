"""Readers, and what they read."""

from typing import Any

from django.test import Client
from wagtail.models import Page

from accounts.models import User
from departments.models import DepartmentPage
from insights.reach.tokens import token_for
from people.models import Team
from tests.factories.accounts import UserFactory
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory


def team_of(department: DepartmentPage) -> Team:
    """A team whose site is this department's."""
    return TeamFactory(department=department)


def reader(team: Team | None = None) -> User:
    """Somebody with an account, whose main team this is."""
    user = UserFactory()
    if team is not None:
        MembershipFactory(person=PersonFactory(user=user), team=team)
    return user


def readers(number: int, team: Team | None = None) -> list[User]:
    """So many of them."""
    return [reader(team) for _n in range(number)]


def browser_of(user: User) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(user)
    return client


def address(page: Page, user: User) -> str:
    """Where `user` says that they read a page."""
    return f"/seen/{token_for(page.pk, user)}/"


def read(page: Page, *users: User, seconds: int | None = None, **headers: Any) -> None:
    """Each of them reads it, as a browser would say."""
    for user in users:
        client = browser_of(user)
        assert client.get(address(page, user), **headers).status_code == 200
        if seconds is not None:
            client.post(address(page, user), {"seconds": seconds}, **headers)
