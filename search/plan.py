"""From a query to what engines look for: each word with whatever else would do for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from search.models import Acronym, Synonym, Word
from search.nicknames import names_like
from search.query import Query
from search.typos import corrections
from search.words import stem

#: How much less than the word itself another one counts.
SYNONYM, NICKNAME, TYPO = 0.8, 0.7, 0.5
MOST_VARIANTS = 12
MOST_NICKNAMES = 18
MOST_EXPLAINED = 50


@dataclass(frozen=True)
class Variant:
    """Words in a row that would do, and how much they count."""

    words: tuple[str, ...]
    weight: float = 1.0
    #: Whether only names are looked at.
    is_name: bool = False


@dataclass(frozen=True)
class Slot:
    """One thing that is wanted: the word itself first, then whatever else would do for it."""

    variants: tuple[Variant, ...]
    #: About how rare it is: a share between 0 and 1.
    rarity: float = 1.0
    #: In how many entries the word stands, about.
    entries: int = 0

    @property
    def word(self) -> str:
        """The word as typed."""
        return " ".join(self.variants[0].words)

    @cached_property
    def stemmed(self) -> tuple[tuple[float, frozenset[str]], ...]:
        """The stems of whatever would do, names aside, with how much they count: most first."""
        ways = ((v.weight, frozenset(map(stem, v.words))) for v in self.variants if not v.is_name)
        return tuple(sorted(ways, key=lambda way: -way[0]))

    @cached_property
    def called(self) -> tuple[tuple[float, frozenset[str]], ...]:
        """The words of whatever would do for a name, with how much they count: most first."""
        ways = ((v.weight, frozenset(v.words)) for v in self.variants)
        return tuple(sorted(ways, key=lambda way: -way[0]))


@dataclass(frozen=True)
class Plan:
    """What engines look for: every slot, or all but some of them."""

    query: Query
    slots: tuple[Slot, ...]
    #: How many words may be missing.
    spared: int = 0
    #: Whether what may have been meant does as well as what was typed.
    is_guessed: bool = False
    #: What each word may have been meant to be, where that has been asked.
    near: Mapping[str, list[str]] | None = field(default=None, compare=False)

    @property
    def is_strict(self) -> bool:
        """Whether every word must be found."""
        return not self.spared

    @property
    def least(self) -> int:
        """How many words must be found."""
        return len(self.slots) - self.spared

    def all_but_one(self) -> "Plan":
        """The same, where one word may be missing."""
        return replace(self, spared=1)

    def relaxed(self) -> "Plan":
        """The same, where half of the words are enough."""
        return replace(self, spared=len(self.slots) - least_of(len(self.slots)))


def least_of(count: int) -> int:
    """How many of so many words must be found when not all are: one of two, two of four, three of six."""
    return max(1, count // 2)


def plan(query: Query, rules: frozenset[int] | None, synonyms: "Synonyms") -> Plan:
    """What a reader who meets these rules looks for. One query."""
    known = synonyms.among(query.words)
    learned, frequencies = _known(query, rules)
    slots = []
    for word in query.words:
        own = Variant((word,))
        others = [
            Variant(words, SYNONYM) for words in (*known.get(word, ()), *learned.get(word, ()))
        ]
        nicknames = [Variant((name,), NICKNAME, is_name=True) for name in names_like(word)]
        variants = tuple(dict.fromkeys((own, *others)))[:MOST_VARIANTS]
        variants += tuple(nicknames[:MOST_NICKNAMES])
        entries = frequencies.get(word, 0)
        slots.append(Slot(variants, rarity=1 / (1 + entries) ** 0.25, entries=entries))
    return Plan(query, tuple(slots))


def with_typos(given: Plan) -> Plan:
    """The same plan, with the words that each word may have been meant to be."""
    meant = corrections(given.query.words)
    given = replace(given, near=meant)
    slots = []
    for slot in given.slots:
        likely = [Variant((word,), TYPO) for word in meant.get(slot.word, ()) if stem(word)]
        slots.append(replace(slot, variants=(*slot.variants, *likely)[: 2 * MOST_VARIANTS]))
    if tuple(slots) == given.slots:
        return given
    return replace(given, slots=tuple(slots), is_guessed=True)


@dataclass(frozen=True)
class Synonyms:
    """Groups of phrases that mean the same; of a one-way group only the first leads to the others."""

    groups: tuple[tuple[bool, tuple[tuple[str, ...], ...]], ...] = ()

    def among(self, words: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
        """For each word that ends a phrase of some group, the other phrases of that group.

        A phrase of several words counts where all of them were typed in a row.
        """
        typed = tuple(words)
        stemmed = tuple(map(stem, typed))
        found: dict[str, list[tuple[str, ...]]] = {}
        for one_way, phrases in self.groups:
            leading = phrases[:1] if one_way else phrases
            for phrase in leading:
                at = _place_of(tuple(map(stem, phrase)), stemmed)
                if at is not None:
                    others = [other for other in phrases if other != phrase]
                    for word in typed[at : at + len(phrase)]:
                        found.setdefault(word, []).extend(others)
        return found


def synonyms_of(rows: Iterable[Synonym]) -> Synonyms:
    """Synonyms as search uses them."""
    return Synonyms(tuple((row.is_one_way, tuple(row.phrases)) for row in rows))


def _place_of(phrase: tuple[str, ...], words: tuple[str, ...]) -> int | None:
    """Where a phrase stands in a row among words; None where it does not."""
    size = len(phrase)
    places = (at for at in range(len(words) - size + 1) if words[at : at + size] == phrase)
    return next(places, None)


def _known(
    query: Query, rules: frozenset[int] | None
) -> tuple[dict[str, list[tuple[str, ...]]], dict[str, int]]:
    """What texts that the reader may read explain of these words; and in how many entries each stands, about."""
    words = Word.objects.filter(word__in=query.words).values_list("word", Value(""), "entries")
    rows = list(_acronyms(query, rules).values_list("short", "long", Value(0)).union(words))
    explained = [(short, long) for short, long, _entries in rows if long]
    return _explained(query, explained), {word: entries for word, long, entries in rows if not long}


def _acronyms(query: Query, rules: frozenset[int] | None) -> QuerySet[Acronym]:
    """Those that have to do with these words, in texts that the reader may read."""
    phrases = [
        " ".join(query.words[a:b])
        for a in range(len(query.words))
        for b in range(a + 2, min(a + 8, len(query.words)) + 1)
    ]
    there = Q(entry__live_until__isnull=True) | Q(entry__live_until__gt=timezone.now())
    said = Q(short__in=query.words) | Q(long__in=phrases)
    rows = Acronym.objects.filter(said, there, entry__live=True)
    if rules is not None:
        rows = rows.filter(entry__rule__in=rules)
    return rows.order_by()


def _explained(query: Query, rows: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, ...]]]:
    """For each word long forms, and short ones."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for short, long in islice(rows, MOST_EXPLAINED):
        words = tuple(long.split())
        if short in query.words:
            found.setdefault(short, []).append(words)
        else:
            for word in words:
                found.setdefault(word, []).append((short,))
    return found
