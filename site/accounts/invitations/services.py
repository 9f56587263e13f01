"""Inviting, withdrawing, accepting: the same at every door."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from accounts.invitations import mail
from accounts.invitations.addresses import normalised
from accounts.models import INVITATION_LASTS, Invitation, User
from accounts.querysets import digest_of
from accounts.signals import address_verified

#: How many addresses are taken at a time.
AT_ONCE = 500
TOKEN_BYTES = 32

INVITE, WITHDRAW, ACCEPT = (
    "accounts.invite",
    "accounts.withdraw_invitation",
    "accounts.accept_invitation",
)


class Outcome(models.TextChoices):
    """What happens to an entry of a list of addresses."""

    INVITED = "invited", "Is sent a link"
    REPEATED = "repeated", "Stands in the list above already"
    HAS_ACCOUNT = "has-account", "Has an account already, and needs no invitation"
    CLOSED_ACCOUNT = "closed", "Has an account that is closed: open it again among the users"
    NOT_AN_ADDRESS = "no-address", "Is not an e-mail address"


@dataclass(frozen=True)
class Line:
    """An entry as it was given, the address in it ("" if there is none), and what happens to it."""

    given: str
    email: str
    outcome: Outcome


@dataclass(frozen=True)
class Result:
    """What happened to each entry, in the order in which they were given."""

    lines: tuple[Line, ...]

    @property
    def invited(self) -> list[str]:
        """The addresses that are sent a link."""
        return [line.email for line in self.lines if line.outcome == Outcome.INVITED]


class LinkIsOverError(Exception):
    """The invitation was accepted, withdrawn, replaced or left too long meanwhile."""


class AddressIsTakenError(Exception):
    """There is an account with the address."""


def examine(entries: Iterable[str]) -> Result:
    """What `invite` would do with each entry; nothing is written or sent.

    Raises ValueError when there are more than AT_ONCE.
    """
    given = [(entry, normalised(entry)) for entry in entries]
    if len(given) > AT_ONCE:
        raise ValueError(f"There are {len(given):,} addresses: give at most {AT_ONCE} at a time.")
    accounts = accounts_with(email for _entry, email in given if email)
    seen: set[str] = set()
    lines = []
    for entry, email in given:
        if not email:
            outcome = Outcome.NOT_AN_ADDRESS
        elif email in seen:
            outcome = Outcome.REPEATED
        elif email in accounts:
            outcome = Outcome.HAS_ACCOUNT if accounts[email] else Outcome.CLOSED_ACCOUNT
        else:
            outcome = Outcome.INVITED
        seen.add(email)
        lines.append(Line(entry, email, outcome))
    return Result(tuple(lines))


def invite(emails: Iterable[str], *, invited_by: User) -> Result:
    """Invite those that have no account, and say for each what happened.

    The mails leave once all is saved; whether one left is seen from its invitation's state. An
    address that was invited before gets a new link, and the old one ends. Raises ValueError when
    there are more than AT_ONCE.
    """
    with transaction.atomic():
        result = examine(emails)
        tokens = {email: secrets.token_urlsafe(TOKEN_BYTES) for email in result.invited}
        now = timezone.now()
        invitations = Invitation.objects.bulk_create(
            [
                Invitation(
                    email=email,
                    digest=digest_of(token),
                    invited_by=invited_by,
                    created_at=now,
                    expires_at=now + INVITATION_LASTS,
                )
                for email, token in tokens.items()
            ],
            update_conflicts=True,
            unique_fields=["email"],
            update_fields=[
                field.name for field in Invitation._meta.fields if field.name not in {"id", "email"}
            ],
        )
        for invitation in invitations:
            log(instance=invitation, action=INVITE, user=invited_by)
        letters = [mail.Letter(one, tokens[one.email]) for one in invitations]
        transaction.on_commit(lambda: mail.send(letters))
    return result


def withdraw(invitation: Invitation, *, by: User) -> bool:
    """End the link of an invitation; whether there was anything to end."""
    with transaction.atomic():
        open_ones = Invitation.objects.filter(
            pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True
        )
        is_done = bool(open_ones.update(withdrawn_at=timezone.now()))
        if is_done:
            log(instance=invitation, action=WITHDRAW, user=by)
    return is_done


@sensitive_variables("password")
def accept(invitation: Invitation, *, first_name: str, last_name: str, password: str) -> User:
    """Make the account of an invitation, in no group, and say that its address is verified.

    Raises LinkIsOverError or AddressIsTakenError. However often it is asked, there is one account.
    """
    # Before the lock is taken: it is meant to be slow.
    hashed = make_password(password)
    with transaction.atomic():
        mine = Invitation.objects.filter(pk=invitation.pk, digest=invitation.digest)
        current = mine.standing().select_for_update().first()
        if current is None:
            raise LinkIsOverError
        if current.email in accounts_with([current.email]):
            raise AddressIsTakenError
        user = User(
            username=username_for(current.email),
            email=current.email,
            first_name=first_name,
            last_name=last_name,
            password=hashed,
        )
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError as error:
            raise AddressIsTakenError from error
        current.accepted_at, current.accepted_by = timezone.now(), user
        current.save(update_fields=["accepted_at", "accepted_by"])
        log(instance=user, action="wagtail.create", user=user)
        log(instance=current, action=ACCEPT, user=user)
        address_verified.send(sender=User, user=user, email=current.email)
    return user


def accounts_with(emails: Iterable[str]) -> dict[str, bool]:
    """The addresses that sign in to an account, as e-mail address or username: whether it is active."""
    wanted = set(emails)
    named = User.objects.annotate(name=Lower("username"), mail=Lower("email"))
    found = named.filter(Q(name__in=wanted) | Q(mail__in=wanted))
    active: dict[str, bool] = {}
    for name, address, is_active in found.values_list("name", "mail", "is_active"):
        for key in wanted & {name, address}:
            active[key] = active.get(key, False) or is_active
    return active


def username_for(email: str) -> str:
    """The address itself, or for one that is no username something that nobody else's address is."""
    field = User._meta.get_field("username")
    try:
        field.run_validators(email)
    except ValidationError:
        plain = re.sub(r"[^a-z0-9]+", "-", email)[:100]
        return f"{plain}-{digest_of(email)[:12]}"
    return email
