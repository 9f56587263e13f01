"""Invitations in the CMS: who may, and what the list and the form say."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.models import Invitation, User
from accounts.querysets import State
from accounts.roles import PEOPLE_ADMIN, SITE_ADMIN, make_roles
from tests.factories.accounts import UserFactory
from tests.factories.invitations import InvitationFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/invitations/"
NEW = "/admin/invitations/new/"


@pytest.fixture
def priya() -> User:
    """A people admin."""
    make_roles()
    person = UserFactory(username="priya", first_name="Priya", last_name="Rao")
    person.groups.add(Group.objects.get(name=PEOPLE_ADMIN))
    return person


@pytest.fixture
def client(priya: User) -> Client:
    """Her browser."""
    browser = Client()
    browser.force_login(priya)
    return browser


@pytest.fixture
def send(client: Client, django_capture_on_commit_callbacks: Any) -> Any:
    """Post to an address, and follow once all is saved."""

    def post(url: str, **fields: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(url, fields)
        return client.get(answer["Location"]) if answer.status_code == 302 else answer

    return post


def rows(client: Client, query: str = "") -> list[str]:
    return [one.email for one in client.get(f"{LIST}{query}").context["object_list"]]


def lines(page: str) -> list[list[str]]:
    """The cells of the tables of a page."""
    cells = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]
    return [row for row in cells if row]


def test_a_list_is_sent_and_each_line_answered(send: Any, client: Client, priya: User) -> None:
    UserFactory(username="cy", email="cy@example.org")
    page = send(NEW, addresses="Ana <ana@example.org>; cy@example.org\n<script>alert(1)</script>")
    assert lines(page.text) == [
        ["Ana &lt;ana@example.org&gt;", "Sent"],
        ["cy@example.org", "Has an account already, and needs no invitation"],
        ["&lt;script&gt;alert(1)&lt;/script&gt;", "Is not an e-mail address"],
    ]
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]
    assert Invitation.objects.get().invited_by == priya
    assert lines(client.get(NEW).text) == [], "told once"
    assert ModelLogEntry.objects.for_instance(Invitation.objects.get()).get().user == priya


def test_a_list_is_only_checked(client: Client) -> None:
    answer = client.post(NEW, {"addresses": "ana@example.org, nobody", "check": ""})
    assert "Nothing was sent yet" in answer.text
    assert lines(answer.text) == [
        ["ana@example.org", "ana@example.org", "Is sent a link"],
        ["nobody", "", "Is not an e-mail address"],
    ]
    assert "ana@example.org, nobody</textarea>" in answer.text
    assert not Invitation.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("addresses", "words"),
    [
        ("", "This field is required"),
        (" ;, ", "There is no address in this. Give one a line."),
        ("a@x.org\x00", "Null characters are not allowed"),
        ("\n".join(f"p{n}@x.org" for n in range(10_000)),
         "There are 10,000 addresses: give at most 500 at a time."),
    ],
    ids=["nothing", "separators", "NUL", "10,000"],
)  # fmt: skip
@pytest.mark.parametrize("button", ["send", "check"])
def test_a_list_that_cannot_be_taken_says_why(
    client: Client, addresses: str, words: str, button: str
) -> None:
    answer = client.post(NEW, {"addresses": addresses, button: ""})
    assert answer.status_code == 200
    assert words in answer.text
    assert not Invitation.objects.exists()


def test_no_header_is_smuggled_in(send: Any) -> None:
    send(NEW, addresses="ana@example.org\r\nBcc: eve@example.org\nSubject: hello")
    (message,) = mail.outbox
    assert message.recipients() == ["ana@example.org"]
    assert message.subject == "Your invitation to Corridor"


def test_one_mailbox_gets_one_mail_however_it_is_spelt(send: Any) -> None:
    send(
        NEW, addresses="ana@example.org, ANA@example.org, ａｎａ@example.org, Ana <Ana@Example.Org>"
    )
    assert len(mail.outbox) == Invitation.objects.count() == 1


def test_the_list_says_what_became_of_each(client: Client, priya: User) -> None:
    for trait in ("unsent", "expired", "withdrawn", "accepted"):
        InvitationFactory(email=f"{trait}@example.org", invited_by=priya, **{trait: True})
    InvitationFactory(email="open@example.org", invited_by=None)
    page = client.get(LIST)
    states = {one.email: State(one.state).label for one in page.context["object_list"]}
    assert states == {
        "unsent@example.org": "Not sent",
        "expired@example.org": "Expired",
        "withdrawn@example.org": "Withdrawn",
        "accepted@example.org": "Accepted",
        "open@example.org": "Open",
    }
    assert page.text.count("Priya Rao") >= 4
    for state in State:
        assert len(rows(client, f"?state={state.value}")) == 1, state
    assert rows(client, "?q=OPEN@") == ["open@example.org"]
    assert len(rows(client, "?state=nonsense")) == 5
    buttons = re.findall(r"/admin/invitations/\d+/(send|withdraw)/", page.text)
    assert (buttons.count("send"), buttons.count("withdraw")) == (4, 2)


def test_the_list_does_not_grow_dear(
    client: Client, priya: User, django_assert_max_num_queries: Any
) -> None:
    InvitationFactory.create_batch(120, invited_by=priya)
    client.get(LIST)
    with django_assert_max_num_queries(20):
        assert len(rows(client)) == 50
    assert len(rows(client, "?p=3")) == 20


def test_one_is_sent_again(send: Any, priya: User) -> None:
    invitation = InvitationFactory(email="ana@example.org", token="old", unsent=True)
    page = send(f"{LIST}{invitation.pk}/send/")
    assert "A new link is on its way to ana@example.org." in page.text
    assert len(mail.outbox) == 1
    again = Invitation.objects.with_state().get()
    assert (again.state, again.invited_by) == (State.OPEN, priya)
    assert not Invitation.objects.for_token("old").exists()


def test_one_that_has_an_account_by_now_is_not_sent_again(send: Any) -> None:
    invitation = InvitationFactory(email="ana@example.org")
    UserFactory(username="ana", email="ana@example.org")
    page = send(f"{LIST}{invitation.pk}/send/")
    assert "Has an account already" in page.text
    assert mail.outbox == []


def test_one_is_withdrawn_once(send: Any) -> None:
    invitation = InvitationFactory(email="ana@example.org")
    assert "works no longer" in send(f"{LIST}{invitation.pk}/withdraw/").text
    assert Invitation.objects.with_state().get().state == State.WITHDRAWN
    assert "accepted or withdrawn before" in send(f"{LIST}{invitation.pk}/withdraw/").text


@pytest.mark.parametrize("action", ["send", "withdraw"])
def test_nothing_changes_by_following_a_link(client: Client, action: str) -> None:
    invitation = InvitationFactory()
    assert client.get(f"{LIST}{invitation.pk}/{action}/").status_code == 405
    assert client.post(f"{LIST}999999/{action}/").status_code == 404


def test_without_a_mail_server_the_line_says_so(send: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.accounts.test_invitations.NoServer"
    page = send(NEW, addresses="ana@example.org")
    assert "the mail server did not take it" in page.text
    assert Invitation.objects.with_state().get().state == State.NOT_SENT


def test_who_may_invite_finds_it_in_the_menu(client: Client, admin_client: Client) -> None:
    for browser in (client, admin_client):
        assert LIST in browser.get("/admin/").text
        assert browser.get(LIST).status_code == 200


@pytest.mark.parametrize("role", [None, SITE_ADMIN, "changes users", "editor"])
def test_nobody_else_may(staff: User, staff_client: Client, role: str | None) -> None:
    make_roles()
    if role == SITE_ADMIN:
        staff.groups.add(Group.objects.get(name=role))
    elif role:
        group = Group.objects.create(name=role)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        if role == "changes users":
            group.permissions.add(Permission.objects.get(codename="change_user"))
        staff.groups.add(group)
    invitation = InvitationFactory(email="ana@example.org")
    for url in (LIST, f"{LIST}results/", NEW):
        answer = staff_client.get(url)
        assert answer.status_code in {302, 403}, url
        assert "ana@" not in answer.text
    for url in (NEW, f"{LIST}{invitation.pk}/send/", f"{LIST}{invitation.pk}/withdraw/"):
        answer = staff_client.post(url, {"addresses": "eve@example.org"})
        assert answer.status_code in {302, 403}
    assert LIST not in staff_client.get("/admin/").text
    one = Invitation.objects.with_state().get()
    assert (one.state, one.digest) == (State.OPEN, invitation.digest)
    assert mail.outbox == []
