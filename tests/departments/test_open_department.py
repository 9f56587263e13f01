"""`manage.py open_department`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from departments.models import DepartmentPage

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("open_department", *words, stdout=out)
    return out.getvalue()


def test_it_says_what_it_made_and_then_what_was_there(home: Page) -> None:
    said = run("Harbours", "--purpose", "We look after the ports.")
    assert "Made the page “Harbours”, published, at /harbours/." in said
    assert "Made the group “Harbours editors”, who write." in said
    assert "There already" not in said
    again = run("Harbours")
    assert "Made" not in again
    assert again.count("There already: ") == 5
    assert DepartmentPage.objects.get(title="Harbours").purpose == "We look after the ports."


def test_a_draft_is_asked_for(home: Page) -> None:
    assert "a draft that staff do not see yet" in run("Harbours", "--draft")
    assert not DepartmentPage.objects.get(title="Harbours").live


def test_what_is_refused_is_an_error(home: Page) -> None:
    with pytest.raises(CommandError, match="The address /search/ belongs to the intranet itself"):
        run("Search")
