"""The ways from one page of results to others: tabs of kinds, facets, and chips that take a filter away."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest
from wagtail.models import Page

from access.querysets import readable_by
from core.models import PageTopic
from search.facets import kinds, names_of
from search.query import Filters, Query
from search.results import FacetValue, Results

#: What the form narrows by, in its order: what each is called, and what is chosen where nothing is.
NARROWED_BY = {
    "department": ("Department", "All departments"),
    "topic": ("Topic", "All topics"),
    "year": ("Year", "Any year"),
}
#: So many values of a facet are in view, the others folded away.
IN_VIEW = 6


@dataclass(frozen=True)
class Way:
    """A link to other results: its words, the query of its address, and how many results are there."""

    text: str
    query: str
    count: int = 0
    is_here: bool = False


@dataclass(frozen=True)
class Facet:
    """What results can be narrowed by, with its values: those in view, and the others."""

    name: str
    label: str
    all_label: str
    values: list[FacetValue]
    is_chosen: bool = False

    @property
    def first(self) -> list[FacetValue]:
        """Those in view."""
        return self.values[:IN_VIEW]

    @property
    def others(self) -> list[FacetValue]:
        """Those that are folded away."""
        return self.values[IN_VIEW:]

    @property
    def is_open(self) -> bool:
        """Whether one of those folded away is chosen."""
        return any(value.is_chosen for value in self.others)


def encoded(query: Query) -> str:
    """What the address of this query's results ends with, less the number of the page."""
    given = {"q": query.text, **vars(query.filters), "literal": "1" if query.is_literal else ""}
    return urlencode({name: value for name, value in given.items() if value})


def tabs(found: Results) -> list[Way]:
    """All results, then each kind that there is. The chosen kind is among them even when it has none."""
    query, chosen = found.query, found.query.filters.kind
    values = found.facets.get("kind", [])
    everything = sum(value.count for value in values)
    counts = {value.value: value for value in values}
    ways = [Way("All", _filtered(query, kind=""), everything, is_here=not chosen)]
    for kind, (_one, several) in kinds().items():
        if kind in counts or kind == chosen:
            count = counts[kind].count if kind in counts else 0
            ways.append(Way(several, _filtered(query, kind=kind), count, is_here=kind == chosen))
    return ways


def facets(found: Results) -> list[Facet]:
    """What these results can be narrowed by: where there is a choice, or one was made."""
    shown = []
    for name, (label, all_label) in NARROWED_BY.items():
        values, is_chosen = found.facets.get(name, []), bool(getattr(found.query.filters, name))
        if len(values) > 1 or (values and is_chosen):
            shown.append(Facet(name, label, all_label, values, is_chosen))
    return shown


def chips(request: HttpRequest, found: Results) -> list[Way]:
    """What the results are narrowed to, each as a link to the results without it; not the kind, which is a tab."""
    query, filters = found.query, found.query.filters
    ways = []
    for name, (label, _all) in NARROWED_BY.items():
        value = getattr(filters, name)
        if value:
            words = _name(request, found, name, value) or f"Unknown {label.lower()}"
            ways.append(Way(words, encoded(replace(query, filters=filters.without(name)))))
    return ways


def _name(request: HttpRequest, found: Results, facet: str, value: int) -> str:
    """What a chosen value is called: as among the facets, else asked for, if the reader may know."""
    for one in found.facets.get(facet, ()):
        if one.is_chosen:
            return one.label
    if facet == "year":
        return str(value)
    is_department = facet == "department"
    if not is_department and not _is_topic_known(request, value):
        return ""
    names = names_of(request, [value] if is_department else [], [] if is_department else [value])  # fmt: skip
    return names[0 if is_department else 1].get(value, "")


def _is_topic_known(request: HttpRequest, topic: int) -> bool:
    """Whether the reader may see anything that is about a topic. What is asked for by number alone may be no one's to know."""
    about = PageTopic.objects.filter(tag=topic).values("content_object")
    return readable_by(Page.objects.filter(pk__in=about), request.user).exists()


def _filtered(query: Query, *, kind: str) -> str:
    filters: Filters = replace(query.filters, kind=kind)
    return encoded(replace(query, filters=filters))
