"""Did you mean: other words for the whole query, which find more than what was typed.

The words that are known come from closed pages too. So a suggestion is made only of words that stand in
something that the reader finds by it, all of them together; and a typed word counts as known only if it stands in
something that the reader finds. Otherwise what is not suggested would tell of closed pages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice, product

from search.choice import Choice, database_engine
from search.models import Entry
from search.plan import Plan, Slot, Variant
from search.query import Filters, Query
from search.results import Scope
from search.typos import corrections
from search.vocabulary import entries_with, words_of
from search.words import folded_words

#: How many ways to put it are tried, and of how many of its hits the words are looked at.
TRIES, LOOKED_AT = 4, 10
MOST_WAYS = 64
#: A word that something has is taken for a slip only if another one finds so much more.
COMMONER = 5


def meant(choice: Choice, query: Query, scope: Scope, found: int) -> str:
    """What the reader may have meant, of which there is more than what was found; empty if nothing is."""
    slips, known = _replacements(query, scope)
    least = found + 1 if slips else COMMONER * max(found, 1)
    for words in islice(_ways(slips) if slips else known, TRIES):
        answer = choice.search(_exactly(query, words), scope, LOOKED_AT)
        numbers = [number for number, _score in answer.hits]
        if answer.total >= least and _stand_in(words.values(), numbers, scope):
            return _said(query, words)
    return ""


def _replacements(
    query: Query, scope: Scope
) -> tuple[dict[str, list[str]], list[dict[str, str]]]:
    """For words that nothing has, what each may be; and for those that something has, what one of them may be."""
    near = corrections(query.words)
    there = known_to(scope, query, entries_with(near))
    slips = {word: some for word, some in near.items() if word not in there}
    return slips, [{word: other} for word, some in near.items() for other in some[:1]]


def known_to(scope: Scope, query: Query, words: Iterable[str]) -> set[str]:
    """Those of the words that stand in something that may be looked at. One search for each, in the database."""
    engine, found = database_engine(), set()
    for word in words:
        alone = _exactly(replace(query, words=(word,), filters=Filters()), {})
        numbers = [number for number, _score in engine.search(alone, scope, LOOKED_AT).hits]
        if _stand_in([word], numbers, scope):
            found.add(word)
    return found


def _ways(slips: Mapping[str, list[str]]) -> Iterable[dict[str, str]]:
    """Every way to put all the slips right, the likeliest first."""
    ways = product(*(list(enumerate(some[:TRIES])) for some in slips.values()))
    for way in sorted(islice(ways, MOST_WAYS), key=lambda way: sum(at for at, _word in way)):
        yield dict(zip(slips, (word for _at, word in way), strict=True))


def _exactly(query: Query, words: Mapping[str, str]) -> Plan:
    """The query with these words and no others: no synonym, no exact term of it stands in for them."""
    wanted = tuple(dict.fromkeys(words.get(word, word) for word in query.words))
    asked = replace(query, words=wanted, phrases=(), exact=(), page=1)
    return Plan(asked, tuple(Slot((Variant((word,)),)) for word in wanted))


def _stand_in(words: Iterable[str], numbers: list[int], scope: Scope) -> bool:
    """Whether all the words stand, letter by letter, in one of the entries, if the reader may see it."""
    entries = Entry.objects.there().filter(pk__in=numbers)
    if scope.rules is not None:
        entries = entries.filter(rule__in=scope.rules)
    wanted = set(words)
    return any(wanted <= words_of(entry) for entry in entries)


def _said(query: Query, words: Mapping[str, str]) -> str:
    """The query as it was typed, with some of its words replaced."""
    return " ".join(
        words.get(folded[0], part) if len(folded := folded_words(part)) == 1 else part
        for part in query.text.replace('"', " ").split()
    )
