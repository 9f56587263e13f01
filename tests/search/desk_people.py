"""Who works at the editors' desk, in its tests."""

from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from accounts.roles import SEARCH_EDITOR, make_roles
from tests.factories.accounts import UserFactory


def search_editor(username: str = "vera") -> User:
    """Somebody in the group of search editors."""
    make_roles()
    person: User = UserFactory(username=username)
    person.groups.add(Group.objects.get(name=SEARCH_EDITOR))
    return person


def client_of(person: User) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(person)
    return client
