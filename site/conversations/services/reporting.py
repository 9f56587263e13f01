"""Reporting something to the moderators: once a person and thing."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from conversations import subjects
from conversations.enums import Reason
from conversations.models import Report
from conversations.permissions import MODERATE
from conversations.services.refusals import RefusedError, Why
from conversations.targets import Target
from core.notices import Notice, NoticeKind, tell
from core.plain import plain_line

MOST_WORDS = 500
#: So many reports by one person in an hour.
MOST_OFTEN = 30


@transaction.atomic
def report(user: Any, target: Target, reason: Reason, words: str = "") -> tuple[Report, bool]:
    """Report what somebody said; what was reported before by the same person, and whether it is new.

    The moderators who may read it are told. Raises RefusedError for what is no contribution, one's own or
    too much of it.
    """
    said = target.contribution
    if said is None:
        raise RefusedError(Why.NOT_YOURS, "Only what somebody said can be reported.")
    if said.author_id == user.pk:
        raise RefusedError(Why.NOT_YOURS, "This is yours: you can change or delete it.")
    before = Report.objects.of(said.kind, said.pk).filter(reporter=user.pk).first()
    if before is not None:
        return before, False
    lately = Report.objects.filter(
        reporter=user.pk, created_at__gt=timezone.now() - timedelta(hours=1)
    )
    if lately.count() >= MOST_OFTEN:
        raise RefusedError(Why.TOO_OFTEN, "You have reported a lot of late. Try again in an hour.")
    subject, number = said.subject_key
    made, is_new = Report.objects.get_or_create(
        target=said.kind,
        number=said.pk,
        reporter=user,
        defaults={
            "subject": subject,
            "subject_number": number,
            "reason": reason,
            "words": plain_line(words)[:MOST_WORDS],
            "text": said.text,
        },
    )
    if is_new:
        _tell(made)
    return made, is_new


def moderators() -> QuerySet[Any]:
    """The accounts that moderate, administrators among them."""
    app, _dot, codename = MODERATE.partition(".")
    right = Permission.objects.filter(content_type__app_label=app, codename=codename)
    able = Q(is_superuser=True) | Q(user_permissions__in=right) | Q(groups__permissions__in=right)
    return get_user_model()._default_manager.filter(able, is_active=True).distinct()


def _tell(made: Report) -> None:
    """Tell the moderators who may read what it is about."""
    key = (made.subject, made.subject_number)
    told = [user.pk for user in moderators() if subjects.find(user, *key)]
    if told:
        tell(
            Notice(
                NoticeKind.REPORTED,
                made.target,
                made.number,
                users=told,
                actor=made.reporter_id,
            )
        )
