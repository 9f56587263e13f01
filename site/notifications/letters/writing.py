"""What a letter says: written right before it leaves, of what its reader may see at that moment."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.closing import find_open
from accounts.models import User
from notifications.choices import Mail
from notifications.links import absolute, unsubscribe_address
from notifications.models import Letter, MailStop, Notification
from notifications.reading import Line, lines
from notifications.services import choices_of

TEXT, HTML = "notifications/letter.txt", "notifications/letter.html"
#: More are counted only: nobody reads so long a letter.
MOST = 40
LONGEST_SUBJECT = 150


def write(letter: Letter) -> EmailMultiAlternatives | None:
    """The mail, or None where nothing is left to say, or nobody to say it to."""
    user = find_open(letter.user_id)
    if user is None or not user.is_active or not user.email:
        return None
    if MailStop.objects.filter(user=user).exists():
        return None
    told = _lines(user, letter)
    return _mail(user, letter, told) if told else None


def message_id(letter: Letter) -> str:
    """What the letter is known by, however often it is handed over: whoever gets it twice keeps one."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<letter.{letter.pk}.{int(letter.created_at.timestamp())}@{host}>"


def _lines(user: User, letter: Letter) -> list[Line]:
    """What is still unread, wanted by mail, and for this reader to see."""
    paces = {kind: wish.mail for kind, wish in choices_of(user).items()}
    wanted = [kind for kind, pace in paces.items() if pace != Mail.NEVER]
    mine = Notification.objects.readable_by(user).unread().filter(letter=letter, kind__in=wanted)
    return lines(user, mine.select_related("thing", "actor").latest_first())


def _mail(user: User, letter: Letter, told: list[Line]) -> EmailMultiAlternatives:
    unsubscribe = unsubscribe_address(user)
    context = {
        "reader": user,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_address": absolute("/"),
        "lines": [
            (line, absolute(reverse("notifications:open", args=[line.notification.pk])))
            for line in told[:MOST]
        ],
        "more": max(0, len(told) - MOST),
        "pace": Mail(letter.mail),
        "all": absolute(reverse("notifications:list")),
        "choices": absolute(reverse("notifications:choices")),
        "unsubscribe": unsubscribe,
        "today": timezone.localdate(),
    }
    mail = EmailMultiAlternatives(
        subject=_subject(told),
        body=render_to_string(TEXT, context),
        to=[user.email],
        headers={
            "Message-ID": message_id(letter),
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string(HTML, context), "text/html")
    return mail


def _subject(told: list[Line]) -> str:
    """What happened, if it is one thing; else how many things."""
    if len(told) > 1:
        return f"{len(told)} new notifications on {settings.WAGTAIL_SITE_NAME}"
    said = " ".join(told[0].sentence.split())
    return said if len(said) <= LONGEST_SUBJECT else f"{said[: LONGEST_SUBJECT - 1]}…"
