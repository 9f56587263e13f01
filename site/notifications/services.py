"""What people do about notifications: follow, read, choose, and want no mail."""

from django.db import transaction

from accounts.models import User
from core import registry
from core.notices import Told
from notifications.models import Follow

#: The highest id that a database knows.
HIGHEST = 2**63 - 1


def followable(user: User, kind: str, number: int) -> Told | None:
    """What `user` would follow, if there is such a thing and they may see it."""
    things = registry.followables.get(kind)
    if things is None or not 0 < number <= HIGHEST:
        return None
    return things.show(user, [number]).get(number)


@transaction.atomic
def follow(user: User, kind: str, number: int) -> Told | None:
    """Follow something; what it is, or None if there is no such thing for `user`. Doing it twice changes nothing."""
    told = followable(user, kind, number)
    if told is not None:
        Follow.objects.get_or_create(user=user, kind=kind, number=number)
    return told


@transaction.atomic
def unfollow(user: User, kind: str, number: int) -> bool:
    """Follow something no longer, which needs no right to see it. Whether it was followed."""
    if not 0 < number <= HIGHEST:
        return False
    deleted, _by_model = Follow.objects.filter(user=user, kind=kind, number=number).delete()
    return bool(deleted)
