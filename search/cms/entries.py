"""The screen “Search entry”: everything that search knows of one thing."""

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe
from wagtail.models import Page

from access.cms.words import people
from access.explain import in_words
from access.models import Rule
from access.parts import names_of
from access.readers import count
from access.rules import NOBODY, read
from core.exits.person import may_be_shown
from core.models import Topic
from people.models import Person
from search.anchors import counts
from search.cms.doors import entry_for, is_readable
from search.cms.permissions import demand, may_see_entries
from search.facets import kinds
from search.models import Acronym, Entry, EntryLink, Index, IndexState
from search.service import show

MOST_LINKS = 200
MICROSECONDS = 1_000_000
#: What each field is to an editor, in the order of how much it usually counts.
TEXTS = {
    "title": "Title",
    "names": "Names",
    "words": "Other words for it",
    "headings": "Headings",
    "summary": "Summary",
    "trail": "Stands below",
    "address": "Words of its address",
    "exact": "Found as a whole",
    "body": "Text",
}


@require_safe
def entry(request: HttpRequest, source: str, number: int) -> HttpResponse:
    """The entry of one thing, for who may find it or edit it; to everybody else there is nothing here."""
    demand(may_see_entries(request.user))
    found, thing = entry_for(request.user, source, number)
    if thing is None:
        raise Http404
    context: dict[str, Any] = {
        "header_title": "Search entry",
        "key": f"{source}:{number}",
        "title": _title(request, found, thing),
        "entry": found,
        "is_live": found is not None and Entry.objects.there().filter(pk=found.pk).exists(),
    }
    if found is not None:
        context |= {
            "texts": _texts(request.user, found),
            "facts": _facts(found),
            "links": _links(request.user, found),
            "acronyms": Acronym.objects.filter(entry=found).order_by("short"),
            "copies": _copies(found),
            **_readers(found),
        }
    return render(request, "search/cms/entry.html", context)


def _title(request: HttpRequest, found: Entry | None, thing: Any) -> str:
    shown = show(request, [found]) if found is not None else {}
    if found is not None and found.pk in shown:
        return str(shown[found.pk].title)
    return str(getattr(thing, "title", "") or thing)


def _texts(user: Any, found: Entry) -> list[tuple[str, str, str]]:
    """What it is found by. Who may edit a page need not know what is called above it: that may be closed to them."""
    texts = [(name, label, getattr(found, name)) for name, label in TEXTS.items()]
    if is_readable(user, found):
        return texts
    return [(name, label, text) for name, label, text in texts if name != "trail"]


def _readers(found: Entry) -> dict[str, str]:
    rule = Rule.objects.filter(pk=found.rule_id or 0).values_list("requirement", flat=True).first()
    asked = NOBODY if rule is None else read(rule)
    return {
        "who": capfirst(in_words(asked, names_of(asked))),
        "people": people(count(asked)),
    }


def _facts(found: Entry) -> list[tuple[str, str]]:
    """What it is narrowed by and ordered by, in words; things that are closed to the editor are not named."""
    owner = Person.objects.filter(pk=found.owner_id or 0).first()
    department = Page.objects.filter(pk=found.department or 0).first()
    topics = Topic.objects.filter(pk__in=found.topic_ids).values_list("name", flat=True)
    one, _several = kinds().get(found.kind, (found.kind, ""))
    facts = [
        ("Kind", one),
        ("Department", department.title if department and may_be_shown(department) else ""),
        ("Topics", ", ".join(topics)),
        ("Owner", owner.name if owner else ""),
        ("Date", f"{found.date:%-d %B %Y}" if found.date else ""),
        ("Found until", f"{found.live_until:%-d %B %Y, %H:%M}" if found.live_until else ""),
        ("Things that lead here", str(found.popularity)),
    ]
    return [(name, value) for name, value in facts if value]


def _links(user: Any, found: Entry) -> list[dict[str, Any]]:
    """The links that lead here from what the editor may find: their texts, and whether they count."""
    rows = (
        EntryLink.objects.filter(
            source=found.source,
            number=found.number,
            entry__in=Entry.objects.readable_by(user),
        )
        .exclude(entry=found.pk)
        .select_related("entry")
        .order_by("text", "entry__title", "pk")
    )
    return [
        {
            "text": row.text,
            "title": row.entry.title,
            "source": row.entry.source,
            "number": row.entry.number,
            "counts": bool(row.text) and counts(found.rule_id, row.entry.rule_id),
        }
        for row in rows[:MOST_LINKS]
    ]


def _copies(found: Entry) -> dict[str, Any]:
    """How far the copies have it. Versions are microseconds, unless two changes fell into one."""
    names = Index.objects.exclude(state=IndexState.BUILDING).values_list("name", flat=True)
    return {
        "version": found.version,
        "indexed_version": found.indexed_version,
        "changed": datetime.fromtimestamp(found.version / MICROSECONDS, UTC),
        "names": list(names),
        "is_sent": found.indexed_version >= found.version,
    }
