"""What is copied, or stops being an alias, stays as closed as it was.

Wagtail copies a page's own restrictions, unless the destination has some, and never those that it
inherits. So whatever the source asks and the copy would not is put on the copy as restrictions of
its own. Wagtail gives no signal for this, nor for the move of a collection: three of its methods are
wrapped, once, when the app is ready (docs/decisions/0013-access-rules.md).
"""

import functools
from collections.abc import Callable
from typing import Any

from django.db import transaction
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import BaseViewRestriction, Collection, Page, PageViewRestriction

from access.models import PageRule
from access.rules import Requirement, read
from access.settle import COLLECTIONS, settle


def keep_closed(page: Page, requirement: Requirement) -> None:
    """Restrict `page` until it asks at least what `requirement` asks: a restriction for each clause."""
    asked = requirement_of(page)
    for clause in sorted(requirement, key=sorted):
        if any(other <= clause for other in asked):
            continue
        restriction = PageViewRestriction(page=page, restriction_type=BaseViewRestriction.GROUPS)
        restriction.save()
        restriction.groups.set(int(term.partition(":")[2]) for term in clause)


def requirement_of(page: Page) -> Requirement:
    """What a page asks of its readers, as it is stored. Nobody is let in where nothing is stored."""
    text = (
        PageRule.objects.filter(page_id=page.pk).values_list("rule__requirement", flat=True).first()
    )
    return read(text or "[[]]")


def wrap() -> None:
    """Put ours round Wagtail's methods. A second call changes nothing."""
    _wrap(CopyPageAction, "execute", _copied)
    _wrap(ConvertAliasPageAction, "execute", _converted)
    _wrap(Collection, "move", _collection_moved)


def _wrap(owner: Any, name: str, ours: Callable[..., Any]) -> None:
    theirs = getattr(owner, name)
    if hasattr(theirs, "keeps_rules"):
        return

    @functools.wraps(theirs)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return ours(self, theirs, *args, **kwargs)

    method.keeps_rules = True  # type: ignore[attr-defined]
    setattr(owner, name, method)


def _copied(action: Any, execute: Callable[..., Page], *args: Any, **kwargs: Any) -> Page:
    with transaction.atomic():
        copy = execute(action, *args, **kwargs)
        sources = [action.page, *(action.page.get_descendants() if action.recursive else ())]
        copies = [copy, *(copy.get_descendants() if action.recursive else ())]
        for source, twin in zip(sources, copies, strict=False):
            keep_closed(twin, requirement_of(source))
    return copy


def _converted(action: Any, execute: Callable[..., Page], *args: Any, **kwargs: Any) -> Page:
    with transaction.atomic():
        asked = requirement_of(action.page)
        page = execute(action, *args, **kwargs)
        keep_closed(page, asked)
    return page


def _collection_moved(collection: Any, move: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with transaction.atomic():
        moved = move(collection, *args, **kwargs)
        settle(COLLECTIONS, [Collection.objects.get(pk=collection.pk).path])
    return moved
