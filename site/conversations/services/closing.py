"""Closing a conversation, and opening it again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from conversations import subjects
from conversations.enums import Talk
from conversations.permissions import may_moderate
from conversations.subjects import Place


def may_close(user: Any, place: Place) -> bool:
    """Whether `user` may close the conversation about a thing: who may edit it, and moderators."""
    if may_moderate(user):
        return True
    return subjects.subject_of(place.subject).may_close(user, place.number)


@transaction.atomic
def set_talk(user: Any, place: Place, talk: Talk) -> bool:
    """Close or open the conversation about a thing. Whether anything changed. Raises PermissionDenied."""
    if not may_close(user, place):
        raise PermissionDenied("You may not close this conversation.")
    if place.talk == talk:
        return False
    subjects.subject_of(place.subject).set_talk(place.number, talk, user)
    return True
