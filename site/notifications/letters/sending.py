"""Handing letters to the mail server: each by one worker, again if it fails, and never twice.

Before a letter is handed over, it is noted that it will be. So of a worker that is killed it is known which of its
letters had surely not left: those are sent by another. What it had been about to hand over may have left, and is not
sent again, because the same letter twice is worse than one that is missing: the bell tells all of it anyway.
"""

import logging
import time
from datetime import timedelta
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from notifications.letters.writing import write
from notifications.models import Letter
from notifications.states import LetterState

log = logging.getLogger(__name__)

#: Seconds after which the worker's other jobs have their turn.
A_TURN = 5
#: No letter takes so long: its worker was killed.
LEASE = timedelta(minutes=10)
#: How long to wait after each try that failed. After the last one the letter is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))


def send() -> bool:
    """Send the letters that are due, for some seconds. Whether there may be more.

    Raises OSError if the mail server is not reached, which is no fault of any letter: the worker waits, and asks again.
    """
    take_up()
    if not Letter.objects.due().exists():
        return False
    end = time.monotonic() + A_TURN
    with get_connection() as connection:
        while (letter := _claimed()) is not None:
            _deliver(letter, connection)
            if time.monotonic() > end:
                return True
    return False


def take_up() -> None:
    """Queue again what a killed worker had in hand, but for what it may have sent."""
    over = Letter.objects.filter(due_at__lte=timezone.now())
    over.filter(state=LetterState.CLAIMED).update(state=LetterState.QUEUED)
    unsure = over.filter(state=LetterState.HANDED)
    if unsure.update(state=LetterState.UNSURE, finished_at=timezone.now()):
        log.warning("A worker was stopped while it sent letters; they are not sent again.")


def give_another_chance() -> int:
    """Queue the letters that were given up. How many."""
    given_up = Letter.objects.filter(state=LetterState.GIVEN_UP)
    return given_up.update(
        state=LetterState.QUEUED, tries=0, due_at=timezone.now(), finished_at=None, error=""
    )


def _claimed() -> Letter | None:
    """The next letter, which is this worker's then, or None."""
    while (letter := Letter.objects.due().first()) is not None:
        lease, tries = timezone.now() + LEASE, letter.tries + 1
        row = Letter.objects.filter(
            pk=letter.pk, state=LetterState.QUEUED, due_at=letter.due_at, tries=letter.tries
        )
        if row.update(state=LetterState.CLAIMED, due_at=lease, tries=tries):
            letter.state, letter.due_at, letter.tries = LetterState.CLAIMED, lease, tries
            return letter
    return None


def _deliver(letter: Letter, connection: BaseEmailBackend) -> None:
    if letter.tries > len(PAUSES) + 1:  # its workers were killed, one after the other
        _fail(letter, "It was begun too often.")
        return
    try:
        mail = write(letter)
        if mail is None:
            _finish(letter, LetterState.NEEDLESS)
            return
        if not _move(letter, LetterState.HANDED):
            return  # it took too long, and another worker has it
        mail.connection = connection
        mail.send()
    except (OSError, ValueError) as error:  # what SMTP refuses, and what no header can hold
        _fail(letter, f"{type(error).__name__}: {error}")
        connection.close()
    except Exception as error:
        _fail(letter, f"{type(error).__name__}: {error}")
        raise
    else:
        _finish(letter, LetterState.SENT)


def _move(letter: Letter, state: LetterState, **fields: Any) -> bool:
    """Set a letter's state, if it is still this worker's."""
    mine = Letter.objects.filter(pk=letter.pk, state=letter.state, tries=letter.tries)
    moved = bool(mine.update(state=state, **fields))
    letter.state = state
    return moved


def _finish(letter: Letter, state: LetterState) -> None:
    _move(letter, state, finished_at=timezone.now(), error="")


def _fail(letter: Letter, error: str) -> None:
    """Try it again later, ever more seldom, or give it up."""
    now, reason = timezone.now(), error[:300]
    if letter.tries > len(PAUSES):
        _move(letter, LetterState.GIVEN_UP, finished_at=now, error=reason)
        log.error("A letter to account %s was given up: %s", letter.user_id, reason)
        return
    pause = PAUSES[letter.tries - 1]
    _move(letter, LetterState.QUEUED, due_at=now + pause, error=reason)
    log.warning("A letter to account %s did not leave: %s", letter.user_id, reason)
