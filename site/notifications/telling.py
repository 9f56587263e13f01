"""Taking what apps tell, and writing it down for each who is to hear of it: one statement, however many they are."""

import logging
from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import BooleanField, CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models import DateTimeField as Moment
from django.db.models import PositiveBigIntegerField as Number
from django.db.models.functions import Coalesce
from django.utils import timezone

from access.models import PageRule, Rule
from access.readers import let_in
from access.rules import NOBODY, Requirement, read
from core import registry
from core.notices import Notice, Sight, Sighted
from notifications.choices import DEFAULTS, Mail
from notifications.models import Choice, Follow, Notification, Thing

log = logging.getLogger(__name__)

#: The columns of a row that `_rows` gives, in its order. Those left out are empty: unread, and in no letter yet.
COLUMNS = ("user", "kind", "thing", "occasion", "actor", "told_at", "in_bell", "mail")
#: What happens again stands anew.
RENEWED = ("occasion", "actor", "told_at", "in_bell", "mail")


@transaction.atomic
def take(notice: Notice) -> None:
    """Write down for each who is to hear of it that something happened."""
    if not (notice.users or notice.followed):
        return
    noticeable = registry.noticeables.get(notice.source)
    if noticeable is None:
        log.error("Nobody knows things of the source %s.", notice.source)
        return
    sight = _sights(notice.source, [notice.number]).get(notice.number)
    if sight is not None:
        _write(notice, _thing(notice.source, notice.number, sight), _audience(notice, sight))


@transaction.atomic
def look_again(source: str, numbers: Collection[int]) -> None:
    """Note what lets readers see these things now, or that they are gone, of those that anybody was told of."""
    things = list(Thing.objects.filter(source=source, number__in=list(numbers)))
    sights = _sights(source, [thing.number for thing in things]) if things else {}
    for thing in things:
        _set(thing, sights.get(thing.number))


def _sights(source: str, numbers: Collection[int]) -> dict[int, Sight]:
    """What lets readers see each; of a source that cannot tell, being signed in, until each is shown."""
    noticeable = registry.noticeables.get(source)
    if isinstance(noticeable, Sighted):
        return noticeable.sights(numbers)
    return dict.fromkeys(numbers, Sight())


def _thing(source: str, number: int, sight: Sight) -> Thing:
    defaults = {"page_id": sight.page, "rule_id": sight.rule}
    thing, is_new = Thing.objects.get_or_create(source=source, number=number, defaults=defaults)
    if not is_new:
        _set(thing, sight)
    return thing


def _set(thing: Thing, sight: Sight | None) -> None:
    if sight is None:
        Thing.objects.filter(pk=thing.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    elif (thing.page_id, thing.rule_id, thing.withdrawn_at) != (sight.page, sight.rule, None):
        row = Thing.objects.filter(pk=thing.pk)
        row.update(page=sight.page, rule=sight.rule, withdrawn_at=None)


def _audience(notice: Notice, sight: Sight) -> QuerySet[Any]:
    """The accounts that hear of it: named, following or belonging, and let in."""
    hear = [Q(pk__in=notice.users)] if notice.users else []
    for kind in {followed.kind for followed in notice.followed}:
        numbers = [followed.number for followed in notice.followed if followed.kind == kind]
        followers = Follow.objects.filter(kind=kind, number__in=numbers)
        hear.append(Q(pk__in=followers.values("user")))
        if (belong := registry.belonging.get(kind)) is not None:
            hear.append(Q(pk__in=belong(numbers)))
    people = get_user_model()._default_manager.filter(reduce(or_, hear), is_active=True)
    for requirement in _requirements(sight):
        people = people.filter(let_in(requirement))
    return people.exclude(pk=notice.actor) if notice.actor else people


def _requirements(sight: Sight) -> list[Requirement]:
    texts: list[str | None] = []
    if sight.rule is not None:
        texts += Rule.objects.filter(pk=sight.rule).values_list("requirement", flat=True)
    if sight.page is not None:
        page = PageRule.objects.filter(page=sight.page)
        texts.append(page.values_list("rule__requirement", flat=True).first())
    return [read(text) if text is not None else NOBODY for text in texts]


def _rows(notice: Notice, thing: Thing, people: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The rows to write, one for each of some people, but those who want to hear of such nowhere."""
    default = DEFAULTS.get(notice.kind, Mail.NEVER)
    chosen = Choice.objects.filter(user=OuterRef("pk"), kind=notice.kind)
    rows = people.annotate(
        row_kind=Value(str(notice.kind), CharField()),
        row_thing=Value(thing.pk, Number()),
        row_occasion=Value(notice.occasion, Number()),
        row_actor=Value(notice.actor, Number()),
        row_told_at=Value(timezone.now(), Moment()),
        row_in_bell=Coalesce(Subquery(chosen.values("in_bell")), True, output_field=BooleanField()),
        row_mail=Coalesce(
            Subquery(chosen.values("mail")), Value(str(default)), output_field=CharField()
        ),
    )
    rows = rows.filter(Q(row_in_bell=True) | ~Q(row_mail=Mail.NEVER)).order_by()
    return rows.values_list("pk", *(F(f"row_{name}") for name in COLUMNS[1:]))


def _write(notice: Notice, thing: Thing, people: QuerySet[Any]) -> None:
    fields = {field.name: str(field.column) for field in Notification._meta.concrete_fields}
    table = Notification._meta.db_table
    select, params = _rows(notice, thing, people).query.sql_with_params()
    columns = ", ".join(fields[name] for name in COLUMNS)
    key = ", ".join(fields[name] for name in ("user", "kind", "thing"))
    renewed = ", ".join(f"{fields[name]} = excluded.{fields[name]}" for name in RENEWED)
    emptied = ", ".join(f"{fields[name]} = NULL" for name in ("read_at", "letter"))
    sql = (
        f"INSERT INTO {table} ({columns}) {select} ON CONFLICT ({key}) DO UPDATE SET {renewed}, {emptied}"
        f" WHERE {table}.occasion < excluded.occasion"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
