"""Telling followers of an event that comes out."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from core.models import PageTopic
from core.notices import Followed, Notice, NoticeKind, tell
from events.models import EventPage


def published(sender: type[EventPage], instance: EventPage, **kwargs: Any) -> None:
    """Tell of an event when it first comes out; not of one that is over by then or does not take place."""
    revision = kwargs.get("revision")
    with transaction.atomic():
        new = EventPage.objects.filter(pk=instance.pk, told_at=None).update(told_at=timezone.now())
        if new and instance.ends_at > timezone.now() and not instance.cancelled:
            tell_of(instance, actor=revision.user_id if revision else instance.owner_id)


def tell_of(event: EventPage, *, actor: int | None) -> None:
    """Tell those who follow the event's department or one of its topics."""
    topics = PageTopic.objects.filter(content_object=event.pk).order_by("tag")
    followed = [Followed("topic", topic) for topic in topics.values_list("tag", flat=True)]
    if event.department_id:
        followed.append(Followed("department", event.department_id))
    tell(Notice(NoticeKind.EVENT, "page", event.pk, followed=followed, actor=actor))
