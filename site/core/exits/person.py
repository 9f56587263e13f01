"""Whom the CMS is answering: for the few places that draw a page or a file and are given no request."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.exits.pages import are_shown

_person: ContextVar[Any] = ContextVar("person", default=None)


@contextmanager
def answering(user: Any) -> Iterator[None]:
    """Within it, `user` is who is answered."""
    token = _person.set(user)
    try:
        yield
    finally:
        _person.reset(token)


def may_be_shown(thing: Any) -> bool:
    """Whether a page or a file may be shown to whom the CMS is answering; anything, outside the CMS."""
    user = _person.get()
    if user is None:
        return True
    if isinstance(thing, Page):
        return are_shown(user, [thing.pk])
    policy = policy_registry.get_by_type(type(thing))
    return bool(policy.user_has_any_permission_for_instance(user, {"choose", "change"}, thing))


def may_all_be_shown(numbers: Iterable[int]) -> bool:
    """The same for pages by their ids, one query for all; one that is gone may not."""
    user = _person.get()
    return user is None or are_shown(user, numbers)
