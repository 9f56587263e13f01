"""What a change of synonyms or weights would do, before it is saved: to real queries, and to the score."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest

from insights.models import SearchLog
from search.judging import judge, stored
from search.models import JudgedQuery
from search.query import parse
from search.results import Hit
from search.service import Tuning, search
from search.words import folded_words, stems

#: So many real queries are shown, with so many hits each.
QUERIES, HITS = 5, 5
#: So many judged queries are asked, evenly out of all.
JUDGED = 60
#: Queries that were asked more seldom are nobody's to read: they may be names.
SELDOM = 3
LATEST_DAYS = 90
MOST_LOGGED = 2_000


@dataclass(frozen=True)
class Line:
    """A hit, as a preview shows it. `moved` says in words how it got there."""

    title: str
    address: str
    label: str
    moved: str = ""


@dataclass(frozen=True)
class QueryTrial:
    """What one query finds first, before and after."""

    query: str
    before: list[Line]
    after: list[Line]
    total_before: int
    total_after: int

    @property
    def is_same(self) -> bool:
        """Whether nothing changes among the first."""
        return [line.address for line in self.before] == [line.address for line in self.after]


@dataclass(frozen=True)
class SetTrial:
    """MRR@10 of a set of judged queries, before and after."""

    name: str
    number: int
    before: float
    after: float

    @property
    def verdict(self) -> str:
        """What it comes to, in a word."""
        change = round(self.after, 3) - round(self.before, 3)
        return "better" if change > 0 else "worse" if change < 0 else "the same"


@dataclass
class Trial:
    """All that is shown of a change."""

    queries: list[QueryTrial] = field(default_factory=list)
    sets: list[SetTrial] = field(default_factory=list)
    #: Of how many judged queries how many were asked.
    asked: int = 0
    judged: int = 0


def try_out(request: HttpRequest, queries: Iterable[str], tuning: Tuning) -> Trial:
    """Ask real queries as the editor, and judged ones as a person in no group, as stored and with `tuning`."""
    return Trial(
        queries=[_compared(request, text, tuning) for text in queries],
        **_scores(tuning),
    )


def queries_with(user: Any, phrases: Iterable[tuple[str, ...]]) -> list[str]:
    """Real queries that hold all the words of any of these phrases: logged ones, then judged ones, then the phrases."""
    wanted = [stems(phrase) for phrase in phrases]
    known = [*logged(user), *JudgedQuery.objects.values_list("query", flat=True)[:MOST_LOGGED]]
    found = [text for text in known if _holds(text, wanted)]
    return list(dict.fromkeys([*found, *(" ".join(phrase) for phrase in phrases)]))[:QUERIES]


def top_queries(user: Any) -> list[str]:
    """What is searched for most; judged queries where nothing much is."""
    known = [
        *logged(user)[:QUERIES],
        *JudgedQuery.objects.values_list("query", flat=True)[:QUERIES],
    ]
    return list(dict.fromkeys(known))[:QUERIES]


def logged(user: Any) -> list[str]:
    """The queries of the last months that `user` may be told of, most frequent first; none that was asked seldom."""
    rows = SearchLog.objects.since(LATEST_DAYS).told_to(user).by_query(at_least=SELDOM)
    return list(rows.values_list("query", flat=True)[:MOST_LOGGED])


def first_hits(
    request: HttpRequest, text: str, tuning: Tuning | None = None
) -> tuple[list[Hit], int]:
    """The first hits of a query, and how many it has."""
    results = search(request, replace(parse(text), size=HITS), tuning=tuning)
    return list(results.hits), results.total


def line_of(hit: Hit, moved: str = "") -> Line:
    """A hit as a preview shows it."""
    return Line(hit.shown.title, hit.shown.address, hit.shown.label, moved)


def _holds(text: str, wanted: list[set[str]]) -> bool:
    there = stems(folded_words(text))
    return any(words and words <= there for words in wanted)


def _compared(request: HttpRequest, text: str, tuning: Tuning) -> QueryTrial:
    old, total_before = first_hits(request, text)
    new, total_after = first_hits(request, text, tuning)
    places = {hit.url: at for at, hit in enumerate(old, start=1)}
    return QueryTrial(
        text,
        [line_of(hit) for hit in old],
        [line_of(hit, _moved(places.get(hit.url), at)) for at, hit in enumerate(new, start=1)],
        total_before,
        total_after,
    )


def _moved(before: int | None, now: int) -> str:
    if before is None:
        return "new here"
    if before == now:
        return ""
    return f"up from {before}" if before > now else f"down from {before}"


def _scores(tuning: Tuning) -> dict[str, Any]:
    queries = stored()
    step = max(1, -(-len(queries) // JUDGED))
    sample = queries[::step]
    before = judge(sample).by_set()
    after = judge(sample, tuning=tuning).by_set()
    return {
        "sets": [
            SetTrial(name, scores.n, scores.mrr10, after[name].mrr10)
            for name, scores in before.items()
        ],
        "asked": len(sample),
        "judged": len(queries),
    }
