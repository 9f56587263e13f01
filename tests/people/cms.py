"""The CMS as people admins and editors meet it."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from accounts.roles import PEOPLE_ADMIN, make_roles
from departments.services import open_department
from tests.factories.accounts import UserFactory

PEOPLE = "/admin/snippets/people/person/"
TEAMS = "/admin/snippets/people/team/"
CHOOSE = "/admin/snippets/choose/people/"


def signed_in(user: User) -> Client:
    """The browser of a user."""
    client = Client()
    client.force_login(user)
    return client


def people_admin() -> User:
    """Somebody who looks after people, and nothing else."""
    make_roles()
    user: User = UserFactory(username="pat", first_name="Pat", last_name="Moss")
    user.groups.add(Group.objects.get(name=PEOPLE_ADMIN))
    return user


def department_editor() -> User:
    """Somebody who edits a department's pages, and nothing else. Needs the home page."""
    open_department("Harbour")
    user: User = UserFactory(username="ed")
    user.groups.add(Group.objects.get(name="Harbour editors"))
    return user


def soup(response: HttpResponse) -> BeautifulSoup:
    """What an answer holds."""
    return BeautifulSoup(response.content, "html.parser")


def form_of(response: HttpResponse) -> dict[str, Any]:
    """What a browser would send if the form of a page were sent as it is."""
    page = soup(response)
    form = page.select_one("form[data-edit-form]") or page.select_one("main form[method=POST]")
    assert form is not None
    for unseen in form.select("template, script"):
        unseen.decompose()
    sent: dict[str, Any] = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        if not field.has_attr("disabled") and (value := _value(field)) is not None:
            sent[str(field["name"])] = value
    return sent


def rows_of(response: HttpResponse) -> list[list[str]]:
    """The cells of a list, row by row, without the boxes to tick and the buttons."""
    rows = soup(response).select("table.listing tbody tr")
    return [[_words(cell) for cell in row.select("td")[1:]] for row in rows]


def names_in(response: HttpResponse) -> list[str]:
    """The first column of a list."""
    return [row[0] for row in rows_of(response)]


def said(response: HttpResponse) -> str:
    """All words of a page, one space apart."""
    return " ".join(soup(response).get_text(" ").split())


def _words(cell: Tag) -> str:
    title = cell.select_one(".title-wrapper")
    return " ".join((title or cell).get_text(" ").split())


def _value(field: Tag) -> str | None:
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return str(chosen["value"]) if chosen else None
    kind = field.get("type", "text")
    if kind in {"checkbox", "radio"}:
        return str(field.get("value", "on")) if field.has_attr("checked") else None
    return None if kind in {"submit", "button", "file"} else str(field.get("value", ""))
