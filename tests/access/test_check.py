"""Drift is found and put right: what somebody changed behind the door's back."""

import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Collection, Page, PageViewRestriction

from access.models import CollectionRule, PageRule, Rule
from access.querysets import visible_to
from accounts.models import User
from tests.factories.pages import ContentPageFactory, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(home: Page) -> Page:
    """A page below a section that is closed."""
    section = ContentPageFactory(title="Board")
    restrict(section, Group.objects.create(name="Board"))
    return ContentPageFactory(parent=section, title="Minutes")


def check(*flags: str) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    out = io.StringIO()
    try:
        call_command("access_check", *flags, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}", error.returncode
    return out.getvalue(), 0


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def open_page(page: Page) -> None:
    everybody = Rule.objects.get(requirement="[]").pk
    sql("UPDATE access_pagerule SET rule_id = %s WHERE page_id = %s", everybody, page.pk)


def drop_row(page: Page) -> None:
    sql("DELETE FROM access_pagerule WHERE page_id = %s", page.pk)


def change_requirement(page: Page) -> None:
    rule = PageRule.objects.get(page=page).rule_id
    sql("UPDATE access_rule SET requirement = %s WHERE id = %s", "[]", rule)


def move_by_sql(page: Page) -> None:
    sql("DELETE FROM wagtailcore_pageviewrestriction_groups")
    sql("DELETE FROM wagtailcore_pageviewrestriction")


def open_collection(page: Page) -> None:
    few = Rule.objects.exclude(requirement="[]").first()
    assert few is not None
    CollectionRule.objects.filter(collection=Collection.get_first_root_node()).update(rule=few)


def test_a_site_as_it_should_be_is_said_to_be(closed: Page) -> None:
    assert check() == ("Every page and every collection has the rule it should have.\n", 0)


@pytest.mark.parametrize(
    ("drift", "names"),
    [
        (open_page, "“Minutes”"),
        (drop_row, "“Minutes”"),
        (change_requirement, "rule"),
        (move_by_sql, "“Board”"),
        (open_collection, "collection"),
    ],
)
def test_drift_is_listed_and_repaired(
    drift: Callable[[Page], None], names: str, closed: Page, staff: User
) -> None:
    drift(closed)
    said, code = check()
    assert names in said
    assert code == 1
    said, code = check("--repair")
    assert (code, "put right" in said) == (0, True)
    assert check()[1] == 0
    is_closed = PageViewRestriction.objects.exists()
    assert visible_to(Page.objects.filter(pk=closed.pk), staff).exists() is not is_closed


def test_a_page_without_a_rule_is_for_superusers_alone(
    closed: Page, staff: User, admin: User
) -> None:
    section = closed.get_parent().get_parent()
    PageRule.objects.filter(page=section).delete()
    pages = Page.objects.filter(pk=section.pk)
    assert not visible_to(pages, staff).exists()
    assert visible_to(pages, admin).exists()


def test_rules_that_nothing_has_are_dropped_in_a_repair(closed: Page) -> None:
    PageViewRestriction.objects.all().delete()
    open_page(closed)
    Rule.objects.create(digest="x", requirement="[[]]")
    check("--repair")
    assert [rule.requirement for rule in Rule.objects.all()] == ["[]"]
