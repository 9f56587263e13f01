"""What goes when a person is erased: all that they were told, followed and chose, and who followed them."""

from typing import Any

from core import registry
from notifications.models import Choice, Follow, Letter, MailStop, Notification

PERSON = "person"


def erase(person: Any) -> None:
    """Forget one. Others were told of what they did; they are unnamed there once the account is off."""
    Follow.objects.filter(kind=PERSON, number=person.pk).delete()
    if person.user_id is not None:
        for model in (Notification, Letter, Follow, Choice, MailStop):
            model._default_manager.filter(user=person.user_id).delete()


def register() -> None:
    """Called once, when the app is ready."""
    registry.erasure.add("notifications", erase)
