"""A kept query gives what its queryset gives, whatever is asked, and is put into SQL once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Subquery,
    Value,
)
from django.db.models.functions import Cast
from wagtail.models import Page, Revision

from accounts.kept import Given, Kept
from accounts.models import User
from home.models import HomePage
from tests.compiling import counted
from tests.factories.accounts import UserFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

WORDS = Given("words", CharField())


def alike(rows: list[Any], wanted: list[Any]) -> bool:
    """Whether they are equal, and true is not one."""
    return rows == wanted and [list(map(type, row)) for row in rows] == [
        list(map(type, row)) for row in wanted
    ]


def test_values_of_every_sort_come_as_from_the_queryset(home: HomePage) -> None:
    home.save_revision().publish()
    PersonFactory(signs_in=True, has_left=True)
    UserFactory(superuser=True)
    latest = Revision.objects.filter(object_id=Cast(OuterRef("pk"), CharField())).order_by("-pk")
    asked = [
        User.objects.annotate(
            left=F("person__left_on"),
            known=Exists(Page.objects.all()),
            now=Cast(Value("2026-03-29 01:30:00+00:00"), DateTimeField()),
        ).values_list("pk", "is_superuser", "date_joined", "last_login", "left", "known", "now"),
        Page.objects.annotate(
            at=Subquery(latest.values("created_at")[:1]),
            said=Subquery(latest.values("content")[:1], output_field=JSONField()),
        ).values_list("pk", "live", "expire_at", "translation_key", "at", "said"),
        User.objects.none().union(User.objects.values_list("pk", "is_active")),
    ]
    for queryset in asked:
        rows = list(queryset)
        assert rows
        kept = Kept(queryset)
        assert alike(kept.rows(), rows)
        assert alike(kept.rows(), rows), "and once more, as it was kept"


def test_what_is_given_is_a_parameter_and_prepared_by_its_field() -> None:
    quoted = UserFactory(username="o'brien % %s")
    UserFactory(username="x")
    kept = Kept(User.objects.filter(username=WORDS).values_list("pk"))
    assert kept.rows(words=quoted.username) == [(quoted.pk,)]
    assert kept.rows(words="x' OR '1'='1") == []
    by_id = Kept(User.objects.filter(pk=Given("account", User._meta.pk)).values_list("username"))
    assert by_id.rows(account=str(quoted.pk)) == [(quoted.username,)]
    assert by_id.rows(account=None) == []
    with pytest.raises(ValueError, match="expected a number"):
        by_id.rows(account=f"{quoted.pk} OR 1=1")
    with pytest.raises(KeyError):
        by_id.rows()


def test_the_text_stays_the_same_whatever_is_given() -> None:
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        asked.append((sql, tuple(parameters)))
        return execute(sql, parameters, many, context)

    kept = Kept(User.objects.filter(username=WORDS).values_list("pk"))
    with connection.execute_wrapper(note):
        kept.rows(words="one")
        kept.rows(words="another")
    (first, one), (second, another) = asked
    assert first == second
    assert (one, another) == (("one",), ("another",))


def test_it_is_compiled_once(django_assert_num_queries: Any) -> None:
    kept = Kept(User.objects.filter(username=WORDS).values_list("pk"))
    with counted() as compiled:
        kept.rows(words="one")
        assert compiled() == 1
        with django_assert_num_queries(2):
            kept.rows(words="one")
            kept.rows(words="another")
        assert compiled() == 1


def test_threads_ask_it_on_connections_of_their_own() -> None:
    """Of what the migrations made, since no other connection sees what a test makes."""
    pages = Page.objects.filter(depth=Given("depth", IntegerField()))
    kept = Kept(pages.values_list("pk", "live", "path", "translation_key"))
    ours = connections["default"]

    def ask(_turn: int) -> list[Any]:
        try:
            assert connections["default"] is not ours
            return kept.rows(depth=1)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(ask, range(6)))
    assert all(alike(rows, kept.rows(depth=1)) for rows in found)
    assert found[0]
