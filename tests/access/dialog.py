"""The privacy dialog as the CMS drives it, and people and groups to drive it for."""

import re
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from access.parts import rule_of
from access.rules import group_term
from access.settle import COLLECTIONS, PAGES
from tests.factories.accounts import UserFactory


def group(name: str, people: int = 1) -> Group:
    """A group with so many people in it."""
    made = Group.objects.create(name=name)
    made.user_set.set(UserFactory.create_batch(people))
    return made


def address(node: Any) -> str:
    """Where the dialog of a page or a collection is."""
    kind = "pages" if isinstance(node, Page) else "collections"
    return f"/admin/{kind}/{node.pk}/privacy/"


def words(answer: dict[str, Any]) -> str:
    """What a step of the dialog says, in one line."""
    return re.sub(r"\s+", " ", BeautifulSoup(answer["html"], "html.parser").get_text(" ")).strip()


def ask(client: Client, node: Any, *, save: bool = True, **data: Any) -> dict[str, Any]:
    """Send the form; with `save`, agree to what is shown, as its own form does."""
    response = client.post(address(node), data)
    assert response.status_code == 200
    answer = response.json()
    if save and 'name="agreed"' in answer.get("html", ""):
        form = BeautifulSoup(answer["html"], "html.parser").form
        assert form is not None
        sent: dict[str, list[str]] = {}
        for field in form.find_all("input"):
            sent.setdefault(str(field["name"]), []).append(str(field.get("value", "")))
        answer = client.post(address(node), sent).json()
    return answer


def to_groups(*groups: Group) -> dict[str, Any]:
    """The choice of these groups."""
    return {"restriction_type": "groups", "groups": [one.pk for one in groups]}


def asked(node: Any) -> set[frozenset[str]] | None:
    """What a page or a collection asks, as it is stored."""
    rule = rule_of(PAGES if isinstance(node, Page) else COLLECTIONS, node)
    return None if rule is None else set(rule)


def clause(*groups: Group) -> frozenset[str]:
    """To be in one of these groups."""
    return frozenset(group_term(one.pk) for one in groups)


def publisher(page: Page) -> Client:
    """The browser of somebody who may publish below a page."""
    person = UserFactory()
    team = Group.objects.create(name="Publishers")
    team.user_set.add(person)
    team.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("change_page", "publish_page"):
        right = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=team, page=page, permission=right)
    client = Client()
    client.force_login(person)
    return client
