"""The mail with the link."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation

log = logging.getLogger(__name__)

TEXT, SUBJECT = "accounts/invitation_email.txt", "accounts/invitation_subject.txt"


@dataclass(frozen=True)
class Letter:
    """An invitation, and the token that is known until it is sent."""

    invitation: Invitation
    token: str = field(repr=False)

    def message(self, connection: BaseEmailBackend) -> EmailMessage:
        """The mail."""
        context = {
            "invitation": self.invitation,
            "link": settings.BASE_URL + reverse("accounts:invitation", args=[self.token]),
            "site_name": settings.WAGTAIL_SITE_NAME,
        }
        return EmailMessage(
            subject=" ".join(render_to_string(SUBJECT, context).split()),
            body=render_to_string(TEXT, context),
            to=[self.invitation.email],
            connection=connection,
        )


def send(letters: Iterable[Letter]) -> None:
    """Send each, and note that it left. What does not leave is logged, and stays as "not sent".

    Asked for after commit: by then nothing may undo an invitation whose mail has left.
    """
    letters = list(letters)
    connection = get_connection()
    try:
        connection.open()
    except OSError:
        log.exception(
            "The mail server was not reached. No invitation was sent to: %s",
            ", ".join(letter.invitation.email for letter in letters),
        )
        return
    try:
        for letter in letters:
            _send(letter, connection)
    finally:
        connection.close()


def _send(letter: Letter, connection: BaseEmailBackend) -> None:
    """One letter. That one cannot be sent is no reason to leave out the next."""
    invitation = letter.invitation
    try:
        letter.message(connection).send()
    except (OSError, ValueError):  # what SMTP refuses, and what cannot be written in a header
        log.exception("The invitation to %s was not sent.", invitation.email)
        return
    # Not if it was replaced meanwhile: then another mail is on its way.
    Invitation.objects.filter(pk=invitation.pk, digest=invitation.digest).update(
        sent_at=timezone.now()
    )
