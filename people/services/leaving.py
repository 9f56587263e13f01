"""Leaving, and coming back: what is said beforehand, and what the end of the last day does.

Whatever sets `left_on` (a form, the staff file, `mark_leaving`) leads to the same: `finish_leavings` goes
by the fields alone.
"""

import logging
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.log_actions import log as note

from accounts.closing import end_sessions
from accounts.models import User
from accounts.permissions import may_manage
from audit.models import Door
from audit.services import Fields, record
from core import registry
from people.closing import gone, gone_with_account, has_left, is_last_superuser
from people.enums import Hat
from people.found import people_changed
from people.models import Departure, Membership, Person, Team
from people.permissions import hats_of
from people.services.profiles import save_person
from people.words import HANDED_ON, memberships, named

log = logging.getLogger(__name__)
ON, OFF = "switched on", "switched off"
STAYS_OFF = (
    "The account “{name}” stays switched off: you may not change it. Ask somebody who may change"
    " accounts with its rights."
)
CHANGE_ACCOUNTS = "accounts.change_user"
STAYS_ON = (
    "{name} is the only administrator: the account stays on until somebody else is one."
    " Make somebody else an administrator, and it is switched off by itself."
)


@transaction.atomic
def mark_leaving(
    person: Person,
    *,
    on: date,
    successor: Person | None = None,
    actor: Any = None,
    door: Door = Door.CMS,
) -> list[str]:
    """Say the last day, and who takes over. Gives sentences on what will not happen by itself.

    If that day is over, all is done at once. Raises what `save_person` raises.
    """
    person_now = _locked(person)
    if successor is not None and (successor.has_left or successor.erased_at):
        raise ValidationError({"successor": f"{successor} has left. Choose somebody who is here."})
    person_now.left_on, person_now.successor = on, successor
    save_person(person_now, hats=_hats(person_now, actor, door), actor=actor, door=door)
    if person_now.has_left:
        _carry_out(Person.objects.filter(pk=person.pk))
    person.refresh_from_db()
    is_last = is_last_superuser(person.user)
    return [STAYS_ON.format(name=person)] if is_last else []


@transaction.atomic
def take_back(person: Person, *, actor: Any = None, door: Door = Door.CMS) -> None:
    """Say that somebody is not leaving after all, while the last day is not over.

    Raises ValidationError once it is, and what `save_person` raises.
    """
    person_now = _locked(person)
    if is_away(person_now):
        raise ValidationError(f"{person} has left already. Let them rejoin instead.")
    person_now.left_on = person_now.successor = None
    save_person(person_now, hats=_hats(person_now, actor, door), actor=actor, door=door)
    person.refresh_from_db()


@transaction.atomic
def rejoin(
    person: Person,
    *,
    on: date,
    team: Team | None = None,
    actor: Any = None,
    door: Door = Door.CMS,
) -> list[str]:
    """Take somebody back who has left: the same profile, address and history, and a new first day.

    In `team`, if one is given. Leaving switched an account off: it is switched on again if the actor may
    change it. Gives sentences on what was not done. Raises ValidationError, and what `save_person` raises.
    """
    if _locked(person).left_on:
        _carry_out(Person.objects.filter(pk=person.pk))
    person_now = _locked(person)
    _check_return(person_now, on, team)
    departure = Departure.objects.filter(person=person_now).first()
    person_now.left_on = person_now.successor = None
    person_now.start_date = on
    if team is not None:
        person_now.memberships.add(Membership(team=team, is_primary=True, started_on=on))
    save_person(person_now, hats=_hats(person_now, actor, door), actor=actor, door=door)
    remarks = []
    if departure is not None:
        remarks = _open_account(person_now, departure, actor, door)
        departure.delete()
    person.refresh_from_db()
    return remarks


def is_away(person: Person) -> bool:
    """Whether somebody has left, or left and was not taken back by `rejoin` yet."""
    return person.has_left or Departure.objects.filter(person_id=person.pk).exists()


def due() -> Any:
    """The people for whom the end of their last day, as it is written now, has yet to be carried out."""
    other_day = ~Q(departure__last_day=F("left_on"))
    other_heir = Q(successor__isnull=False) & (
        Q(departure__successor__isnull=True) | ~Q(departure__successor=F("successor"))
    )
    unfinished = Q(departure__isnull=True) | other_day | other_heir | gone_with_account()
    return Person.objects.filter(has_left(), unfinished, erased_at__isnull=True)


def finish_leavings() -> int:
    """Carry out what is due. Gives for how many people it was done.

    Each in a transaction of their own: who fails is logged and found again, and stops nobody else.
    """
    return _carry_out(Person.objects.all())


def _carry_out(people: Any) -> int:
    # Before the accounts are off, so that none is forgotten in a crash: nobody can sign in meanwhile.
    numbers = list(due().filter(pk__in=people.values("pk")).values_list("pk", flat=True))
    accounts = User.objects.filter(gone(), is_active=True, person__in=numbers)
    end_sessions(set(accounts.values_list("pk", flat=True)))
    finished = 0
    for number in numbers:
        try:
            finished += _finish(number)
        except DatabaseError:
            log.exception("The leaving of person %s failed; it is tried again.", number)
    return finished


@transaction.atomic
def _finish(number: int) -> bool:
    person = due().select_for_update(of=("self",)).filter(pk=number).first()
    if person is None:
        return False
    before = Departure.objects.filter(person=person).first()
    ended = _end_memberships(person)
    account = _close_account(person)
    fields: Fields = {**ended}
    if account is not None:
        fields["account"] = [ON, OFF]
    if before is None or before.successor_id != person.successor_id:
        fields |= _hand_on(person)
    closed = account or (before.closed_account if before else None)
    Departure.objects.update_or_create(
        person=person,
        defaults={
            "last_day": person.left_on,
            "successor": person.successor,
            "closed_account": closed,
            "at": timezone.now(),
        },
    )
    record(person, fields, actor=None, door=Door.SYSTEM)
    people_changed([number])
    if ended:
        note(instance=person, action="wagtail.edit")
        person.save_revision(clean=False)
    return True


def _end_memberships(person: Person) -> Fields:
    """End those that go on; the former main team is one of the former ones."""
    rows = Membership.objects.filter(person=person).select_related("team")
    said = memberships(rows)
    last_day = person.left_on
    beyond = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=last_day))
    beyond.filter(started_on__gt=last_day).delete()
    beyond.update(ended_on=last_day, is_primary=False)
    now = memberships(rows.all())
    return {} if said == now else {"memberships": [said, now]}


def _close_account(person: Person) -> User | None:
    """Switch the account off, if it is on. Its groups stay, without effect while it is off."""
    account = person.user
    if account is None or not account.is_active:
        return None
    if is_last_superuser(account):
        log.warning(STAYS_ON.format(name=account.get_username()))
        return None
    account.is_active = False
    account.save(update_fields=["is_active"])
    note(instance=account, action="wagtail.edit")
    return account


def _hand_on(person: Person) -> Fields:
    heir = _heir(person)
    went = [words for hand_on in registry.handing_on if (words := hand_on(person, heir))]
    if not went:
        return {}
    to = named(heir) if heir else "nobody yet"
    return {HANDED_ON: ["", f"{', '.join(went)} to {to}"]}


def _heir(person: Person) -> Person | None:
    """Who takes over: the successor, or if that one has left too, theirs."""
    seen = {person.pk}
    heir: Any = person.successor
    while heir is not None and (heir.has_left or heir.erased_at):
        if heir.pk in seen:
            return None
        seen.add(heir.pk)
        heir = heir.successor
    return heir


def _open_account(person: Person, departure: Departure, actor: Any, door: Door) -> list[str]:
    account = departure.closed_account
    if account is None or account.is_active or account.pk != person.user_id:
        return []
    # It comes back with its groups: so by somebody who could give them, and nobody else.
    if actor is None or not (actor.has_perm(CHANGE_ACCOUNTS) and may_manage(actor, account)):
        return [STAYS_OFF.format(name=account.get_username())]
    account.is_active = True
    account.save(update_fields=["is_active"])
    note(instance=account, action="wagtail.edit", user=actor)
    record(person, {"account": [OFF, ON]}, actor=actor, door=door)
    return []


def _check_return(person: Person, on: date, team: Team | None) -> None:
    if person.erased_at:
        raise ValidationError("Their data was erased. Add them as somebody new.")
    if not is_away(person):
        raise ValidationError(f"{person} works here already.")
    if on > timezone.localdate():
        raise ValidationError({"on": "That day is yet to come. Let them rejoin on the day."})
    if person.left_on and on <= person.left_on:
        last = date_format(person.left_on, "j F Y")
        raise ValidationError({"on": f"They were here until {last}. Choose a later day."})
    if team is not None and team.is_closed:
        raise ValidationError({"team": f"{team} is closed. Choose a team that is open."})


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _hats(person: Person, actor: Any, door: Door) -> frozenset[Hat]:
    return frozenset({Hat.FEED}) if door == Door.FEED else hats_of(actor, person)
