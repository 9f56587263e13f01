"""Which account gets which profile: whoever has shown that the address is theirs."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import PEOPLE_ADMIN
from audit.models import Door
from people.enums import Hat
from people.models import Person
from people.services.accounts import link_by_address, link_by_employee_id
from tests.factories.accounts import UserFactory
from tests.factories.people import PersonFactory
from tests.people.office import actor, browser, changes, someone

pytestmark = pytest.mark.django_db

NEW = "grey-heron-by-the-harbour"


def choose_a_password(email: str) -> None:
    """The way from a forgotten password to a new one, by the link in the mail."""
    client = Client()
    client.post("/accounts/password-reset/", {"email": email})
    path = re.search(r"https?://[^/]+(\S+)", mail.outbox[-1].body).group(1)
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})


def owner(person: Person) -> User | None:
    return Person.objects.get(pk=person.pk).user


def test_a_link_that_was_followed_joins_account_and_profile() -> None:
    person = PersonFactory(first_name="Priya", last_name="Shah", email="Priya@Example.org")
    account = UserFactory(
        username="p.shah", email="priya@example.org", first_name="Other", last_name="Name"
    )
    choose_a_password("priya@example.org")
    assert owner(person) == account
    (change,) = changes(person)
    assert (change.actor, change.door, change.fields) == (
        account,
        Door.SYSTEM,
        {"account": ["", "p.shah"]},
    )


def test_signing_in_proves_no_address() -> None:
    person = PersonFactory(email="priya@example.org")
    UserFactory(username="priya", email="priya@example.org")
    client = Client()
    client.post("/accounts/login/", {"username": "priya", "password": "corridor"})
    client.get("/people/me/")
    assert owner(person) is None


def test_a_namesakes_profile_is_never_attached() -> None:
    namesake = PersonFactory(first_name="Priya", last_name="Shah", email="priya.shah2@example.org")
    nameless = PersonFactory(first_name="Priya", last_name="Shah", email="")
    account = UserFactory(
        username="priya", email="priya@example.org", first_name="Priya", last_name="Shah"
    )
    choose_a_password("priya@example.org")
    for address in ("priya@example.org", "", " ", "Priya Shah", "priya"):
        assert link_by_address(account, address) is None
    for number in ("", " ", "Priya Shah"):
        assert link_by_employee_id(account, number) is None
    assert (owner(namesake), owner(nameless)) == (None, None)


def test_a_directory_that_is_trusted_joins_by_employee_id() -> None:
    person = PersonFactory(employee_id="E42")
    account = UserFactory()
    assert link_by_employee_id(account, "E4") is None
    assert link_by_employee_id(account, " E42 ") == person
    assert owner(person) == account


def test_a_profile_that_has_an_account_is_never_given_to_another() -> None:
    person = someone(email="priya@example.org", employee_id="E42")
    other = UserFactory(email="priya@example.org")
    choose_a_password("priya@example.org")
    assert link_by_employee_id(other, "E42") is None
    assert owner(person) == person.user
    assert changes(person) == []


def test_an_account_that_has_a_profile_gets_no_other() -> None:
    first = someone(email="first@example.org")
    second = PersonFactory(email="second@example.org")
    assert link_by_address(first.user, "second@example.org") is None
    assert owner(second) is None


@pytest.mark.parametrize(
    "fields", [{"left_on": timezone.localdate() - timedelta(days=1)}, {"erased_at": timezone.now()}]
)
def test_the_profile_of_who_is_gone_is_not_given_away(fields: dict[str, object]) -> None:
    person = PersonFactory(email="priya@example.org", **fields)
    UserFactory(email="priya@example.org")
    choose_a_password("priya@example.org")
    assert owner(person) is None


def test_nobody_gives_themselves_anothers_address_and_with_it_the_profile() -> None:
    """Wagtail's page of one's own account would let an editor do so."""
    admin = actor(someone(), Hat.PEOPLE_ADMIN)
    assert admin.groups.filter(name=PEOPLE_ADMIN).exists()
    client = browser(admin)
    page = client.get("/admin/account/")
    assert page.status_code == 200
    assert 'name="name_email-email"' not in page.content.decode()
    names = re.findall(r'name="((?!csrf)[\w-]+)"', page.content.decode())
    sent = dict.fromkeys(names, "x") | {
        "name_email-email": "priya@example.org",
        "name_email-first_name": "New",
        "name_email-last_name": "Name",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "locale-preferred_language": "en",
        "locale-current_time_zone": "Europe/London",
    }
    client.post("/admin/account/", sent)
    assert User.objects.get(pk=admin.pk).email == admin.email
