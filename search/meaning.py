"""Did you mean: other words for the whole query, which find more than what was typed.

The words that are known come from closed pages too. So a suggestion is made only of words that stand in
something that the reader finds by it, all of them together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice, product

from search.choice import Choice
from search.models import Entry
from search.plan import Plan, Slot, Variant
from search.query import Query
from search.results import Scope
from search.typos import corrections
from search.vocabulary import entries_with, words_of
from search.words import folded_words

#: How many ways to put it are tried, and of how many of its hits the words are looked at.
TRIES, LOOKED_AT = 4, 10
#: A known word is taken for a slip only if another one is so much commoner.
COMMONER = 5


def meant(choice: Choice, query: Query, scope: Scope, found: int) -> str:
    """What the reader may have meant, of which there is more than what was found; empty if nothing is."""
    for words in islice(_candidates(query), TRIES):
        plan = _exactly(query, words)
        answer = choice.search(plan, scope, LOOKED_AT)
        numbers = [number for number, _score in answer.hits]
        if answer.total > found and _stand_in(words.values(), numbers, scope):
            return _said(query, words)
    return ""


def _candidates(query: Query) -> Iterable[dict[str, str]]:
    """Which words to put in place of which, the likeliest first."""
    near = corrections(query.words)
    counts = entries_with({*query.words, *(word for some in near.values() for word in some)})
    slips = {word: some for word, some in near.items() if word not in counts}
    if slips:
        ways = product(*(list(enumerate(some[:TRIES])) for some in slips.values()))
        for way in sorted(ways, key=lambda way: sum(at for at, _word in way)):
            yield dict(zip(slips, (word for _at, word in way), strict=True))
        return
    for word, some in near.items():
        better = [other for other in some if counts.get(other, 0) > COMMONER * counts[word]]
        for other in better[:1]:
            yield {word: other}


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
