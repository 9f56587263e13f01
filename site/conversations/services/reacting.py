"""Reacting: one drawing a person and thing."""

from typing import Any

from django.db import transaction

from conversations.enums import ReactionKind
from conversations.models import Reaction
from conversations.services.refusals import RefusedError, Why
from conversations.targets import Target


@transaction.atomic
def react(user: Any, target: Target, kind: ReactionKind) -> ReactionKind | None:
    """Give a reaction to something that `user` may see; another takes its place, the same again takes it back.

    What stands then. Raises RefusedError for what is deleted or hidden.
    """
    if target.contribution is not None and not target.contribution.is_standing:
        raise RefusedError(Why.CLOSED, "It is not there any more.")
    key = {"target": target.name, "number": target.number, "user": user}
    mine = Reaction.objects.filter(**key)
    if mine.filter(kind=kind).delete()[0]:
        return None
    Reaction.objects.update_or_create(**key, defaults={"kind": kind})
    return kind
