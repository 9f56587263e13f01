"""What search hears: that things have changed, and that the rules of a tree have."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connections
from django.db.models import OuterRef, Subquery
from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection as Files
from wagtail.models import Page

from access.models import PageRule
from access.settle import rules_settled
from core import findable, registry
from core.found import documents, pages
from core.models import Topic
from search import desk
from search.models import Entry
from search.rules import write_rules
from search.vocabulary import recount
from search.writing import write, write_all

TREES: dict[Any, str] = {Page: pages.NAME, Files: documents.NAME}


def things_changed(source: str, numbers: Collection[int]) -> None:
    """Write the entries anew; those of pages below a page that was moved or renamed too."""
    before = _places(source, numbers)
    write(source, numbers)
    after = _places(source, numbers)
    paths = {
        place[0]
        for number in before.keys() | after.keys()
        if before.get(number) != after.get(number)
        for place in (before.get(number), after.get(number))
        if place
    }
    things = registry.findables.get(source)
    if things and paths:
        write(source, set(things.below(paths)) - set(numbers))
    if moved := {place[0] for place in after.values() if place[0] in paths}:
        write(source, displaced(moved))


def displaced(moved: Iterable[str]) -> set[int]:
    """The pages that made room for pages that came to these paths: the tree gives them paths further on."""
    found: set[int] = set()
    now = Page.objects.filter(pk=OuterRef("number")).values("path")
    stale = Entry.objects.filter(source=pages.NAME, live=True).exclude(path=Subquery(now))
    for above in {path[: -Page.steplen] for path in moved}:
        beside = Page.objects.filter(path__startswith=above, depth=len(above) // Page.steplen + 1)
        if stale.filter(number__in=beside.values("pk")).exists():
            below = stale.filter(path__startswith=above)
            found.update(below.values_list("number", flat=True))
    return found


def rules_changed(sender: Any, paths: Iterable[str], **_kwargs: Any) -> None:
    """Write the rules of the entries below some paths anew."""
    source = TREES[sender]
    things = registry.findables.get(source)
    if things:
        write_rules(source, things.below(list(paths)))


def page_gone(instance: Page, **_kwargs: Any) -> None:
    """What named a department that is gone names it no longer: the database took the name away by itself."""
    if getattr(instance.specific_class, "kind", "") != pages.DEPARTMENT:
        return
    naming = Entry.objects.filter(department=instance.pk, live=True)
    for things in registry.findables:
        findable.changed(
            things.name, naming.filter(source=things.name).values_list("number", flat=True)
        )


def migrated(using: str, **_kwargs: Any) -> None:
    """Write the entries of a database that has none yet."""
    tables = set(connections[using].introspection.table_names())
    if {Entry._meta.db_table, PageRule._meta.db_table} <= tables and not Entry.objects.exists():
        for things in registry.findables:
            for _number in write_all(things.name):
                pass
        for _number in recount():
            pass


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    registry.found_anew.add("search", things_changed)
    rules_settled.connect(rules_changed, dispatch_uid="search-rules")
    post_delete.connect(page_gone, sender=Page, dispatch_uid="search-page-gone")
    for model in (*desk.MODELS, Topic):  # topics for their names, which are kept as well
        for signal in (post_save, post_delete):
            signal.connect(desk.changed, sender=model, dispatch_uid=f"search-{model.__name__}")


def _places(source: str, numbers: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Where pages stand, as their entries know it, and what those below them take from them."""
    if source != pages.NAME:
        return {}
    rows = Entry.objects.filter(source=source, number__in=numbers, live=True)
    return {
        number: (path, title, address)
        for number, path, title, address in rows.values_list("number", "path", "title", "address")
    }
