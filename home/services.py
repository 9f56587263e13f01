"""Changing one's own links. Each does nothing where there is nothing to do, so that a form sent twice does no harm."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from access.querysets import readable_by
from accounts.models import User
from home.models import MyLink

MOST = 20


class TooManyLinksError(ValidationError):
    """Somebody has as many links as one may have."""

    def __init__(self) -> None:
        super().__init__(f"You have {MOST} links, which is the most. Remove one first.")


@transaction.atomic
def add_page(user: Any, page: Page, name: str = "") -> bool:
    """Put a page among somebody's links, at the end. Whether it was not there before.

    Raises Page.DoesNotExist for what they may not see, TooManyLinksError.
    """
    readable_by(Page.objects.filter(depth__gt=1), user).get(pk=page.pk)
    return _add(user, name=name, page=page)


@transaction.atomic
def add_address(user: Any, address: str, name: str) -> bool:
    """Put an address, which a form has looked at, among somebody's links. Whether it was not there before."""
    return _add(user, name=name, address=address)


@transaction.atomic
def rename(link: MyLink, name: str) -> None:
    """Call a link something else. A page without a name of its own is called as the page is."""
    link.name = name or link.name if link.address else name
    link.save(update_fields=["name"])


@transaction.atomic
def move(user: Any, number: int, step: int) -> None:
    """Move one of somebody's links so many places: -1 is up, 1 is down. Further than the end is the end."""
    links = _locked(user)
    at = next((place for place, link in enumerate(links) if link.pk == number), None)
    if at is None:
        raise MyLink.DoesNotExist
    links.insert(max(at + step, 0), links.pop(at))
    for place, link in enumerate(links):
        link.position = place
    MyLink.objects.bulk_update(links, ["position"])


@transaction.atomic
def remove(user: Any, number: int) -> bool:
    """Take a link away. Whether it was there."""
    return bool(MyLink.objects.of(user).filter(pk=number).delete()[0])


def forget_links(person: Any) -> None:
    """Drop the links of somebody who is erased."""
    MyLink.objects.filter(user=person.user_id).delete()


def _add(user: Any, *, name: str, page: Page | None = None, address: str = "") -> bool:
    links = _locked(user)
    if any(link.page_id == page.pk if page else link.address == address for link in links):
        return False
    if len(links) >= MOST:
        raise TooManyLinksError
    last = max((link.position for link in links), default=-1)
    MyLink.objects.create(user=user, position=last + 1, page=page, address=address, name=name)
    return True


def _locked(user: Any) -> list[MyLink]:
    """Somebody's links, which nobody else changes until this is done."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    return list(MyLink.objects.of(user))
