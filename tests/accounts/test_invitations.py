"""Inviting by mail: which addresses, what is sent, what is kept."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from wagtail.models import ModelLogEntry

from accounts.invitations import services
from accounts.invitations.addresses import normalised, split
from accounts.invitations.services import (
    ACCEPT,
    INVITE,
    WITHDRAW,
    AddressIsTakenError,
    LinkIsOverError,
    Outcome,
    accept,
    withdraw,
)
from accounts.models import INVITATION_LASTS, Invitation, User
from accounts.querysets import State
from accounts.signals import address_verified
from tests.factories.accounts import UserFactory
from tests.factories.invitations import InvitationFactory

pytestmark = pytest.mark.django_db

Invite = Callable[..., services.Result]
NAME = {"first_name": "Ana", "last_name": "López", "password": "grey-heron-by-the-harbour"}


@pytest.fixture
def ben() -> User:
    return UserFactory(username="ben", first_name="Ben", last_name="Adeyemi")


@pytest.fixture
def invite(django_capture_on_commit_callbacks: Any) -> Invite:
    """`services.invite` as it is outside of tests, where its transaction ends with it."""

    def and_commit(emails: list[str], invited_by: User) -> services.Result:
        with django_capture_on_commit_callbacks(execute=True):
            return services.invite(emails, invited_by=invited_by)

    return and_commit


@pytest.fixture
def verified() -> Iterator[list[tuple[User, str]]]:
    """What `address_verified` told."""
    heard: list[tuple[User, str]] = []

    def hear(sender: Any, user: User, email: str, **kwargs: Any) -> None:
        heard.append((user, email))

    address_verified.connect(hear)
    yield heard
    address_verified.disconnect(hear)


def outcomes(result: services.Result) -> list[tuple[str, str]]:
    return [(line.email, line.outcome) for line in result.lines]


def state_of(email: str) -> str:
    return Invitation.objects.with_state().get(email=email).state


def tokens() -> list[str]:
    """The tokens of all mails, in the order in which they were sent."""
    return [re.search(r"/accounts/invitation/([^/\s]+)/", m.body)[1] for m in mail.outbox]


# Addresses as people paste them.


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("ana@x.org", ["ana@x.org"]),
        ("ana@x.org\nben@x.org\r\ncy@x.org", ["ana@x.org", "ben@x.org", "cy@x.org"]),
        ("ana@x.org, ben@x.org;cy@x.org,", ["ana@x.org", "ben@x.org", "cy@x.org"]),
        ("  \n\n;;,ana@x.org", ["ana@x.org"]),
        ("Ana López <ana@x.org>", ["Ana López <ana@x.org>"]),
        ("López, Ana <ana@x.org>; Lee, Ben <ben@x.org>",
         ["López, Ana <ana@x.org>", "Lee, Ben <ben@x.org>"]),
        ('"López, Ana; HR" <ana@x.org>, ben@x.org', ['"López, Ana; HR" <ana@x.org>', "ben@x.org"]),
        ("nobody, ana@x.org, nothing", ["nobody", "ana@x.org", "nothing"]),
        ("a, b, Ana <ana@x.org>", ["a", "b, Ana <ana@x.org>"]),
        ('"ana@x.org', ['"ana@x.org']),
        ("ana@x.org\u2028ben@x.org", ["ana@x.org", "ben@x.org"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_list_is_split_into_its_entries(text: str, entries: list[str]) -> None:
    assert split(text) == entries


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("ana@x.org", "ana@x.org"),
        ("  Ana@X.ORG ", "ana@x.org"),
        ("Ana <Ana@x.org>", "ana@x.org"),
        ("<ana@x.org>", "ana@x.org"),
        ("ＡＮＡ@x.org", "ana@x.org"),
        ("Kim@x.org", "kim@x.org"),  # the sign for kelvin
        ("ana@exämple.org", "ana@exämple.org"),
        ("o'brien+news@x.org", "o'brien+news@x.org"),
        ("аna@x.org", ""),  # a Cyrillic letter
        ("anı@x.org", ""),
        ("İna@x.org", ""),
        ("ana\u200b@x.org", ""),
        ("\u202eana@x.org", ""),
        ("ana", ""),
        ("ana@", ""),
        ("ana@x", ""),
        ("ana@@x.org", ""),
        ('"ana b"@x.org', ""),
        ('"a\x01"@x.org', ""),
        ("ana@x.org\nBcc: eve@x.org", ""),
        ("ana@x.org%0aBcc:eve@x.org ", ""),
        ("ana@x.org\r", "ana@x.org"),
        ("ana\x00@x.org", ""),
        ("Ana <ana@x.org> <eve@x.org>", ""),
        ("<script>alert(1)</script>", ""),
        (f"{'a' * 64}@{'b.' * 100}org", ""),
        ("", ""),
    ],
)
def test_an_address_has_one_spelling(given: str, address: str) -> None:
    assert normalised(given) == address


def test_a_long_list_is_split_at_once() -> None:
    before = datetime.now()
    assert len(split('"' * 9999 + "," * 9999 + "<" * 9999 + "a," * 9999)) > 1
    assert len(split("ana@x.org\n" * 10_000)) == 10_000
    assert datetime.now() - before < timedelta(seconds=2)


# Inviting.


def test_what_happens_to_each_entry_is_said_in_their_order(ben: User, invite: Invite) -> None:
    UserFactory(username="cy", email="Cy@Example.org")
    UserFactory(username="Dee@example.org", email="")
    UserFactory(username="eli", email="eli@example.org", is_active=False)
    given = [
        "Ana <ana@example.org>", "nobody", "cy@example.org", "dee@example.org", "ELI@example.org",
        "ANA@example.org",
    ]  # fmt: skip
    assert outcomes(invite(given, invited_by=ben)) == [
        ("ana@example.org", Outcome.INVITED),
        ("", Outcome.NOT_AN_ADDRESS),
        ("cy@example.org", Outcome.HAS_ACCOUNT),
        ("dee@example.org", Outcome.HAS_ACCOUNT),
        ("eli@example.org", Outcome.CLOSED_ACCOUNT),
        ("ana@example.org", Outcome.REPEATED),
    ]
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]
    assert [one.email for one in Invitation.objects.all()] == ["ana@example.org"]


def test_an_invitation_says_who_invited_and_lasts_seven_days(ben: User, invite: Invite) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 9, tzinfo=UTC), tick=False):
        invite(["ana@example.org"], invited_by=ben)
    invitation = Invitation.objects.get()
    assert invitation.invited_by == ben
    assert invitation.created_at == invitation.sent_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert invitation.expires_at == datetime(2026, 3, 8, 9, tzinfo=UTC)
    assert timedelta(days=7) == INVITATION_LASTS


def test_the_mail_is_plain_and_names_our_own_address(
    ben: User, settings: Any, invite: Invite
) -> None:
    settings.BASE_URL = "https://intranet.example.org"
    with time_machine.travel(datetime(2026, 3, 1, 9, tzinfo=UTC), tick=False):
        invite(["ana@example.org"], invited_by=ben)
    (message,) = mail.outbox
    assert message.subject == "Your invitation to Corridor"
    assert message.content_subtype == "plain"
    assert "Ben Adeyemi invites you to Corridor." in message.body
    assert "https://intranet.example.org/accounts/invitation/" in message.body
    assert "until 8 March 2026, 09:00" in message.body
    assert "ana@example.org" in message.body


def test_the_token_is_long_and_kept_nowhere(ben: User, invite: Invite) -> None:
    invite(["ana@example.org", "cy@example.org"], invited_by=ben)
    first, second = tokens()
    assert first != second
    assert len(first) >= 43  # 256 bits, six in a letter
    for row in [*Invitation.objects.values(), *ModelLogEntry.objects.values()]:
        assert first not in str(row)
    assert first not in repr(services.mail.Letter(Invitation.objects.first(), first))


def test_inviting_again_ends_the_old_link(ben: User, invite: Invite) -> None:
    invite(["ana@example.org"], invited_by=ben)
    other = UserFactory()
    invite(["Ana@Example.org"], invited_by=other)
    old, new = tokens()
    assert not Invitation.objects.for_token(old).exists()
    assert Invitation.objects.for_token(new).get().invited_by == other
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("trait", ["unsent", "expired", "withdrawn", "accepted"])
def test_whatever_became_of_the_last_one_another_may_be_sent(
    ben: User, trait: str, invite: Invite
) -> None:
    """One that was accepted too: its account may have been deleted since."""
    InvitationFactory(email="ana@example.org", **{trait: True})
    invite(["ana@example.org"], invited_by=ben)
    assert state_of("ana@example.org") == State.OPEN


def test_more_than_500_are_refused_whole(ben: User, invite: Invite) -> None:
    many = [f"person{n}@example.org" for n in range(501)]
    with pytest.raises(ValueError, match="There are 501 addresses: give at most 500 at a time"):
        invite(many, invited_by=ben)
    assert not Invitation.objects.exists()
    assert len(invite(many[:500], invited_by=ben).invited) == len(mail.outbox) == 500


def test_nothing_leaves_before_all_is_saved(
    ben: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        services.invite(["ana@example.org"], invited_by=ben)
    assert len(waiting) == 1
    assert mail.outbox == []
    assert state_of("ana@example.org") == State.NOT_SENT


def test_it_is_in_the_history(ben: User, invite: Invite) -> None:
    invite(["ana@example.org"], invited_by=ben)
    withdraw(Invitation.objects.get(), by=ben)
    invite(["ana@example.org"], invited_by=ben)
    user = accept(Invitation.objects.get(), **NAME)
    entries = ModelLogEntry.objects.for_instance(Invitation.objects.get()).order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [
        (INVITE, ben), (WITHDRAW, ben), (INVITE, ben), (ACCEPT, user),
    ]  # fmt: skip
    assert [entry.message for entry in entries][1:] == [
        "Withdrew the invitation", "Sent an invitation", "Accepted the invitation",
    ]  # fmt: skip
    assert ModelLogEntry.objects.for_instance(user).get().action == "wagtail.create"


# Mail that does not leave.


class NoServer(EmailBackend):
    """A mail server that is away."""

    def open(self) -> None:
        raise ConnectionRefusedError(111, "Connection refused")


class Picky(EmailBackend):
    """A mail server that refuses some."""

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if message.to[0].startswith("bad"):
                raise OSError("550 no such mailbox")
        return super().send_messages(messages)


def test_without_a_mail_server_they_wait_to_be_sent_again(
    ben: User, settings: Any, caplog: pytest.LogCaptureFixture, invite: Invite
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    invite(["ana@example.org", "cy@example.org"], invited_by=ben)
    assert state_of("ana@example.org") == state_of("cy@example.org") == State.NOT_SENT
    assert "ana@example.org, cy@example.org" in caplog.text
    assert "Connection refused" in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    invite(["ana@example.org"], invited_by=ben)
    assert state_of("ana@example.org") == State.OPEN


def test_one_that_is_refused_does_not_keep_back_the_next(
    ben: User, settings: Any, caplog: pytest.LogCaptureFixture, invite: Invite
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    invite(["bad@example.org", "ana@example.org"], invited_by=ben)
    assert state_of("bad@example.org") == State.NOT_SENT
    assert state_of("ana@example.org") == State.OPEN
    assert "The invitation to bad@example.org was not sent." in caplog.text
    assert tokens()[0] not in caplog.text


def test_a_mail_that_was_replaced_marks_nothing_as_sent(ben: User) -> None:
    InvitationFactory(email="ana@example.org", unsent=True)
    old = services.mail.Letter(Invitation.objects.get(), "old")
    Invitation.objects.update(digest="of the new one")
    services.mail.send([old])
    assert state_of("ana@example.org") == State.NOT_SENT


# Withdrawing and expiring.


def test_what_is_withdrawn_is_over(ben: User) -> None:
    invitation = InvitationFactory()
    assert withdraw(invitation, by=ben)
    assert state_of(invitation.email) == State.WITHDRAWN
    assert not withdraw(invitation, by=ben)
    with pytest.raises(LinkIsOverError):
        accept(invitation, **NAME)


def test_what_was_accepted_is_not_withdrawn(ben: User) -> None:
    invitation = InvitationFactory()
    accept(invitation, **NAME)
    assert not withdraw(invitation, by=ben)
    assert state_of(invitation.email) == State.ACCEPTED


@pytest.mark.parametrize(
    ("later", "state"),
    [(timedelta(days=7, seconds=-1), State.OPEN), (timedelta(days=7), State.EXPIRED)],
)
def test_it_expires_after_seven_days(later: timedelta, state: State) -> None:
    invitation = InvitationFactory()
    with time_machine.travel(invitation.created_at + later, tick=False):
        assert state_of(invitation.email) == state
        if state == State.EXPIRED:
            with pytest.raises(LinkIsOverError):
                accept(invitation, **NAME)
        else:
            assert accept(invitation, **NAME).pk


# Accepting.


def test_who_accepts_has_an_account_in_no_group(verified: list[tuple[User, str]]) -> None:
    invitation = InvitationFactory(email="ana@example.org")
    user = User.objects.get(pk=accept(invitation, **NAME).pk)
    assert (user.username, user.email) == ("ana@example.org", "ana@example.org")
    assert (user.first_name, user.last_name) == ("Ana", "López")
    assert user.check_password(NAME["password"])
    assert user.is_active
    assert not user.is_staff
    assert not user.is_superuser
    assert not user.groups.exists()
    assert not user.user_permissions.exists()
    invitation.refresh_from_db()
    assert invitation.accepted_by == user
    assert invitation.accepted_at is not None
    assert verified == [(user, "ana@example.org")]


def test_a_link_makes_one_account(verified: list[tuple[User, str]]) -> None:
    """As two submits of a form that both found the link open."""
    first = InvitationFactory(email="ana@example.org")
    second = Invitation.objects.get()
    accept(first, **NAME)
    with pytest.raises(LinkIsOverError):
        accept(second, **NAME)
    assert User.objects.count() == len(verified) == 1


def test_a_link_that_was_replaced_while_the_form_was_open_is_over(
    ben: User, invite: Invite
) -> None:
    opened = InvitationFactory(email="ana@example.org")
    invite(["ana@example.org"], invited_by=ben)
    with pytest.raises(LinkIsOverError):
        accept(opened, **NAME)


@pytest.mark.parametrize("is_active", [True, False])
@pytest.mark.parametrize("field", ["email", "username"])
def test_an_address_that_has_an_account_by_now_is_refused(
    field: str, is_active: bool, verified: list[tuple[User, str]]
) -> None:
    invitation = InvitationFactory(email="ana@example.org")
    UserFactory(**{"username": "ana", "email": "", field: "Ana@example.org"}, is_active=is_active)
    with pytest.raises(AddressIsTakenError):
        accept(invitation, **NAME)
    assert verified == []
    assert state_of("ana@example.org") == State.OPEN


def test_an_account_that_is_made_at_the_same_moment_is_not_doubled(monkeypatch: Any) -> None:
    invitation = InvitationFactory(email="ana@example.org")
    UserFactory(username="ana", email="ana@example.org")
    monkeypatch.setattr(services, "accounts_with", lambda emails: {})
    with pytest.raises(AddressIsTakenError):
        accept(invitation, **NAME)
    assert User.objects.count() == 1


def test_what_a_receiver_raises_undoes_it_all() -> None:
    def refuse(**kwargs: Any) -> None:
        raise LookupError("no such person")

    invitation = InvitationFactory(email="ana@example.org")
    address_verified.connect(refuse)
    try:
        with pytest.raises(LookupError):
            accept(invitation, **NAME)
    finally:
        address_verified.disconnect(refuse)
    assert not User.objects.exists()
    assert state_of("ana@example.org") == State.OPEN


@pytest.mark.parametrize("email", ["o'brien@example.org", f"{'a' * 64}@{'b.' * 60}example.org"])
def test_an_address_that_is_no_username_gets_one_that_is_nobodys_address(email: str) -> None:
    user = accept(InvitationFactory(email=email), **NAME)
    user.full_clean()
    assert user.email == email
    assert "@" not in user.username
    assert len(user.username) <= 150
