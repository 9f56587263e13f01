"""What moderators do. Each is written into the change log, with who did it and the note that they made."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format

from audit.models import Door
from audit.services import Fields, record
from conversations.enums import Outcome
from conversations.models import Contribution, ReadOnly, Report
from conversations.permissions import may_moderate
from core.notices import see_anew
from core.plain import plain_text

LONGEST_NOTE = 500
SHOWN, HIDDEN = "shown", "hidden"


@transaction.atomic
def hide(moderator: Any, said: Contribution, note: str = "") -> bool:
    """Hide a contribution from everybody but moderators, and settle its reports. Whether anything changed."""
    _refuse_others(moderator)
    settle(moderator, said, Outcome.HIDDEN)
    if not said.is_standing:
        return False
    said.hidden_at, said.hidden_by = timezone.now(), moderator
    said.save(update_fields=["hidden_at", "hidden_by"])
    see_anew(said.kind, [said.pk])
    _log(moderator, said, {"standing": [SHOWN, HIDDEN]}, note)
    return True


@transaction.atomic
def restore(moderator: Any, said: Contribution, note: str = "") -> bool:
    """Show a hidden contribution again. Whether anything changed."""
    _refuse_others(moderator)
    if not said.is_hidden:
        return False
    said.hidden_at, said.hidden_by = None, None
    said.save(update_fields=["hidden_at", "hidden_by"])
    see_anew(said.kind, [said.pk])
    _log(moderator, said, {"standing": [HIDDEN, SHOWN]}, note)
    return True


@transaction.atomic
def keep(moderator: Any, said: Contribution, note: str = "") -> bool:
    """Settle the reports of a contribution and leave it as it is. Whether there were any."""
    _refuse_others(moderator)
    number = settle(moderator, said, Outcome.KEPT)
    if number:
        _log(moderator, said, {"reports": [f"{number} open", "left as it is"]}, note)
    return bool(number)


@transaction.atomic
def note(moderator: Any, said: Contribution, words: str) -> bool:
    """Write a note about a contribution for other moderators. Whether it says anything."""
    _refuse_others(moderator)
    return _log(moderator, said, {}, words)


@transaction.atomic
def make_read_only(moderator: Any, user: Any, until: datetime, reason: str = "") -> ReadOnly:
    """Let somebody read but not write until a moment; an earlier decision is replaced.

    Raises PermissionDenied for moderators themselves: that is for whoever gives the role.
    """
    _refuse_others(moderator)
    if may_moderate(user):
        raise PermissionDenied("Moderators cannot be made read-only.")
    row, is_new = ReadOnly.objects.get_or_create(user=user, defaults={"until": until})
    before = "" if is_new or row.until <= timezone.now() else _moment(row.until)
    row.until, row.reason = until, plain_text(reason)[:LONGEST_NOTE]
    row.save()
    _log(moderator, row, {"may not write until": [before, _moment(until)]}, reason)
    return row


@transaction.atomic
def lift(moderator: Any, user: Any, note: str = "") -> bool:
    """Let somebody write again at once. Whether they could not."""
    _refuse_others(moderator)
    row = ReadOnly.objects.now().filter(user=user.pk).first()
    if row is None:
        return False
    before, row.until = _moment(row.until), timezone.now()
    row.save(update_fields=["until"])
    _log(moderator, row, {"may not write until": [before, ""]}, note)
    return True


def settle(moderator: Any, said: Contribution, outcome: Outcome) -> int:
    """Close the open reports of a contribution; how many there were."""
    return (
        Report.objects.of(said.kind, said.pk)
        .open()
        .update(settled_at=timezone.now(), settled_by=moderator, outcome=outcome)
    )


def _refuse_others(moderator: Any) -> None:
    if not may_moderate(moderator):
        raise PermissionDenied("You are not a moderator.")


def _log(moderator: Any, thing: models.Model, fields: Fields, note: str) -> bool:
    words = plain_text(note)[:LONGEST_NOTE]
    said = {**fields, "note": ["", words]} if words else fields
    return record(thing, said, actor=moderator, door=Door.CMS) is not None


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")
