"""One profile, and somebody under each hat who comes to change it."""

from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from accounts.roles import PEOPLE_ADMIN, make_roles
from audit.models import Change
from people.enums import Hat
from people.models import Person
from tests.factories.accounts import UserFactory
from tests.factories.people import (
    LocationFactory,
    MembershipFactory,
    PersonFactory,
    TeamFactory,
    lead,
)

#: Under which hats people come to the site; the staff file does not.
ON_THE_SITE = (Hat.SELF, Hat.MANAGER, Hat.TEAM_EDITOR, Hat.PEOPLE_ADMIN)


def someone(**fields: Any) -> Person:
    """Somebody with an account, a manager and a team, of whom all is said."""
    given = {
        "first_name": "Ann",
        "last_name": "Lee",
        "email": "ann.lee@example.org",
        "phone": "020 7946 0012",
        "mobile": "07700 900123",
        "location": LocationFactory(),
        "signs_in": True,
        "about": "Moorings.",
    }
    person = PersonFactory(**{"manager": PersonFactory(signs_in=True), **given, **fields})
    MembershipFactory(person=person, team=TeamFactory())
    return person


def actor(person: Person, hat: Hat) -> User:
    """The account of somebody who wears this hat towards the person, and no other."""
    if hat == Hat.SELF:
        return person.user
    if hat == Hat.MANAGER:
        return person.manager.user
    if hat == Hat.TEAM_EDITOR:
        return lead(person.memberships.get().team, signs_in=True).user
    make_roles()
    admin = UserFactory()
    admin.groups.add(Group.objects.get(name=PEOPLE_ADMIN))
    return admin


def browser(account: User) -> Client:
    """The browser of an account."""
    client = Client()
    client.force_login(account)
    return client


def form_at(client: Client, address: str, button: str = "") -> dict[str, str]:
    """What the form at an address would send as it stands: the one with this button, or else the last."""
    page = BeautifulSoup(client.get(address).content, "html.parser").find("main")
    forms = page.find_all("form")
    if button:
        forms = [form for form in forms if form.find("button", value=button)]
    sent = {"do": button} if button else {}
    for field in forms[-1].find_all(["input", "select", "textarea"]):
        if not field.get("name") or field.get("type") in {"file", "checkbox"}:
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            sent[field["name"]] = chosen["value"]
        else:
            sent[field["name"]] = field.get("value") or field.text.removeprefix("\n")
    return sent


def section(person: Person, name: str) -> str:
    """The address of a section's form."""
    return f"/people/{person.slug}/edit/{name}/"


def changes(person: Person) -> list[Change]:
    """What is written down of a person, the oldest first."""
    return list(Change.objects.of(person))[::-1]
