"""What search answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PageOfHits
from django.utils.safestring import SafeString

from core.findable import Shown
from search.query import Query

if TYPE_CHECKING:
    from search.choice import Choice

#: What results are counted and narrowed by.
FACETS = ("kind", "department", "topic", "year")
Counts = Mapping[Any, int]


@dataclass(frozen=True)
class Scope:
    """Whose search it is, and of what: engines look at nothing outside it. `rules` is None for superusers."""

    rules: frozenset[int] | None
    #: Ids of entries that are not to be looked at, or that alone are.
    without: frozenset[int] = frozenset()
    only: frozenset[int] | None = None


@dataclass
class Found:
    """What an engine has found: how many, the ids of the best with their scores, and counts by facet.

    Each facet is counted as if results were not narrowed by it.
    """

    total: int = 0
    hits: list[tuple[int, float]] = field(default_factory=list)
    facets: dict[str, dict[Any, int]] = field(default_factory=lambda: {name: {} for name in FACETS})
    #: The ids of hits that have every word, where not all of them must.
    whole: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Part:
    """A part of a hit's score: what it is for, and how many points."""

    label: str
    points: float


@dataclass
class Hit:
    """One line of the results."""

    entry: Any
    shown: Shown
    score: float
    title: SafeString
    text: SafeString
    #: Who is asked about it, if there is somebody who is here.
    owner: Any = None
    parts: list[Part] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is."""
        return self.shown.address


@dataclass
class FacetValue:
    """One value that results can be narrowed to."""

    value: str
    label: str
    count: int
    is_chosen: bool = False


@dataclass
class BestBetHit:
    """What an editor put first."""

    title: str
    address: str
    text: str
    label: str


@dataclass
class Results:
    """One page of results for a query, as one reader sees them."""

    query: Query
    hits: "PageOfHits[Hit]"
    total: int = 0
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    #: Other words that find something, if these find little; empty otherwise.
    suggestion: str = ""
    best_bets: list[BestBetHit] = field(default_factory=list)
    #: Whether not all words had to be found.
    is_relaxed: bool = False
    #: Whether nothing has the words as typed, so that what may have been meant was found.
    is_guessed: bool = False
    engine: str = ""
    #: Whether the engine that ought to answer is away, and another one did.
    is_fallback: bool = False
    #: What to ask for more on the same page, so that an engine that is away is waited for once.
    choice: "Choice | None" = None
