"""Finding pages by words, on Wagtail's own search."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

from access.querysets import readable_by
from core.models import BasePage
from core.navigation import Item, trails
from people.loading import for_cards
from people.models import Person
from search.ranking import ranked_ids

HITS_A_PAGE = 10
MOST_WORDS = 32
LONGEST_QUERY = 400
#: How many people stand above the pages.
PEOPLE = 3


@dataclass(frozen=True)
class Hit:
    """One line of the results: the page, what it is, when it is from, and where it stands."""

    page: Page
    kind: str
    teaser: str
    date: date | None
    trail: list[Item]


@dataclass(frozen=True)
class Results:
    """One page of hits for cleaned words."""

    query: str
    hits: "PageOfHits[Hit]"


def clean_query(text: str) -> str:
    """What a person typed, less what no index can use.

    Control characters, quotes and lone punctuation become blanks, runs of blanks one; at most 32
    words of 400 characters stay. An empty string when nothing is left.
    """
    kept = "".join(
        " " if unicodedata.category(char)[0] in "CZ" else char for char in text[:LONGEST_QUERY]
    )
    words = re.sub(r"[\"“”„«»]", " ", kept).split()
    return " ".join([word for word in words if any(char.isalnum() for char in word)][:MOST_WORDS])


def search(request: HttpRequest, text: str, number: str | int = 1) -> Results:
    """Pages that the reader of `request` may read, best first. `number` is the page, from 1."""
    query = clean_query(text)
    pages = readable_by(Page.objects.exclude(depth=1), request.user)
    found = ranked_ids(pages, query) if query else []
    ids: PageOfHits[Any] = Paginator(found, HITS_A_PAGE).get_page(number)
    hits = describe(request, list(ids))
    return Results(query, PageOfHits(hits, ids.number, ids.paginator))


def find_people(request: HttpRequest, query: str) -> list[Person]:
    """The first few people whose name, job or address has every word of a cleaned query."""
    if not query:
        return []
    people = Person.objects.listed_for(request.user).matching(query)
    return for_cards(people.for_cards()[:PEOPLE], request.user)


def describe(request: HttpRequest, ids: list[int]) -> list[Hit]:
    """The pages with these ids as hits, in the same order: a query for each type, one for trails."""
    pages = specific(ids)
    above = trails(request, pages)
    return [
        Hit(
            page=page,
            kind=getattr(page, "kind_label", BasePage.kind_label),
            teaser=getattr(page, "teaser", page.search_description),
            date=getattr(page, "shown_date", None),
            trail=above.get(page.pk, []),
        )
        for page in pages
    ]


def specific(ids: list[int]) -> list[Page]:
    """The pages as their own types, without their bodies, in the order of `ids`."""
    by_type = sorted(Page.objects.filter(pk__in=ids).only("content_type"), key=_type)
    found: dict[int, Page] = {}
    for _key, group in groupby(by_type, key=_type):
        pages = list(group)
        model = pages[0].specific_class or Page
        fields = [field.name for field in model._meta.get_fields() if field.name == "body"]
        found |= model._default_manager.defer(*fields).in_bulk([page.pk for page in pages])
    return [found[pk] for pk in ids if pk in found]


def _type(page: Page) -> int:
    return page.content_type_id
