"""How good search is, as numbers: judged queries are asked, and the places of their answers counted."""

import math
import time
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest

from core import registry
from search import asking
from search.judged_files import Judged, path_of
from search.models import Entry, JudgedQuery
from search.query import parse
from search.readers import AnyPerson, request_of
from search.service import Tuning
from search.writing import batches

DEPTH = 10
#: How much answers are worth, in order of merit; every later one is worth the last.
GAINS = (3, 2, 1)
_BATCH = 500


@dataclass(frozen=True)
class Answered:
    """A judged query, the paths of its first ten hits, and how long that took."""

    judged: Judged
    found: tuple[str, ...] = ()
    milliseconds: float = 0.0

    @property
    def rank(self) -> int:
        """The place of the first answer among the hits, from 1; 0 if there is none."""
        places = (at for at, path in enumerate(self.found, start=1) if path in self.judged.answers)
        return next(places, 0)

    @property
    def ndcg(self) -> float:
        """nDCG@10: the gain of each hit, divided by log2(its place + 1), as a share of the best order's sum.

        The first answer of a judged query gains 3, the second 2, every other one 1; a hit that is no answer
        gains nothing. Source: Järvelin and Kekäläinen, “Cumulated gain-based evaluation of IR techniques”,
        ACM TOIS 20(4), 2002, with the discount log2(place + 1) of Burges et al., ICML 2005.
        """
        gains = dict(zip(self.judged.answers, _gains(len(self.judged.answers)), strict=True))
        best = _discounted(_gains(len(gains))[:DEPTH])
        return _discounted([gains.get(path, 0) for path in self.found]) / best if best else 0.0


@dataclass(frozen=True)
class Scores:
    """What a set of judged queries says. Shares lie between 0 and 1; `zero` counts queries without a hit."""

    n: int
    s1: float
    s3: float
    s10: float
    mrr10: float
    ndcg10: float
    zero: int
    p50_ms: float
    p95_ms: float

    def as_json(self) -> dict[str, float]:
        """The numbers, rounded as they are printed."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


@dataclass
class Judgement:
    """All that was asked, with what was answered."""

    answers: list[Answered] = field(default_factory=list)

    def by_set(self) -> dict[str, Scores]:
        """The scores of each set, in the order in which sets came up."""
        sets: dict[str, list[Answered]] = {}
        for one in self.answers:
            sets.setdefault(one.judged.set_name, []).append(one)
        return {name: scores_of(answers) for name, answers in sets.items()}

    def unfound(self) -> list[str]:
        """Answers that were not among any hits, in order: perhaps there is nothing at these addresses."""
        wanted = dict.fromkeys(path for one in self.answers for path in one.judged.answers)
        seen = {path for one in self.answers for path in one.found}
        return [path for path in wanted if path not in seen]


def scores_of(answers: Collection[Answered]) -> Scores:
    """The scores of some answered queries; all nought for none."""
    ranks = [one.rank for one in answers]
    count = len(ranks) or 1
    times = sorted(one.milliseconds for one in answers)
    return Scores(
        n=len(answers),
        s1=sum(rank == 1 for rank in ranks) / count,
        s3=sum(0 < rank <= 3 for rank in ranks) / count,  # noqa: PLR2004
        s10=sum(rank > 0 for rank in ranks) / count,
        mrr10=sum(1 / rank for rank in ranks if rank) / count,
        ndcg10=sum(one.ndcg for one in answers) / count,
        zero=sum(not one.found for one in answers),
        p50_ms=_percentile(times, 0.5),
        p95_ms=_percentile(times, 0.95),
    )


def judge(
    queries: Iterable[Judged],
    *,
    user: Any = None,
    engine: str = "",
    tuning: Tuning | None = None,
) -> Judgement:
    """Ask each query as `user`, or as a signed-in person without groups.

    The first is asked once more beforehand, so that nobody's first connection is measured. Raises
    EngineAwayError where the named engine does not answer.
    """
    user = user or AnyPerson()
    found = Judgement()
    for judged in queries:
        if not found.answers:
            ask(request_of(user), judged, engine, tuning)
        found.answers.append(ask(request_of(user), judged, engine, tuning))
    return found


def judge_stored(
    tuning: Tuning | None = None, *, user: Any = None, engine: str = ""
) -> dict[str, Scores]:
    """The scores of each set of the judged queries that editors keep, with what they try instead."""
    return judge(stored(), user=user, engine=engine, tuning=tuning).by_set()


def stored() -> list[Judged]:
    """The judged queries that editors keep."""
    rows = JudgedQuery.objects.order_by("set_name", "pk")
    return [
        Judged(row.set_name, row.query, tuple(dict.fromkeys(map(path_of, row.answers.split()))))
        for row in rows
    ]


def ask(
    request: HttpRequest, judged: Judged, engine: str = "", tuning: Tuning | None = None
) -> Answered:
    """Ask one query. Best bets count as nothing: only what search finds by itself does."""
    started = time.perf_counter()
    results = asking.ask(request, parse(judged.query), engine, tuning)
    taken = (time.perf_counter() - started) * 1000
    paths = tuple(path_of(hit.url) for hit in list(results.hits)[:DEPTH])
    return Answered(judged, paths, taken)


def not_here(request: HttpRequest, paths: Iterable[str]) -> list[str]:
    """Those of some paths at which the reader of a request can find nothing."""
    missing = dict.fromkeys(paths)
    for things in registry.findables:
        entries = Entry.objects.there().filter(source=things.name).defer("body").order_by("pk")
        for batch in batches(entries.iterator(), _BATCH):
            if not missing:
                return []
            for shown in things.show(request, batch).values():
                missing.pop(path_of(shown.address), None)
    return list(missing)


def _gains(count: int) -> list[int]:
    return [GAINS[min(at, len(GAINS) - 1)] for at in range(count)]


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def _percentile(ordered: list[float], share: float) -> float:
    """By nearest rank."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
