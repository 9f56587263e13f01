"""Did you mean: the words that a misspelt query may have been meant to have.

A suggestion must tell nobody of what they may not see. So it is made only of words that stand in
something that the reader finds by it, all of them together. And a typed word counts as known only if it stands in
something that the reader finds: otherwise what is not suggested would tell of closed pages.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product

from search.choice import Choice, database_engine
from search.models import Entry
from search.plan import Plan, Slot, Variant
from search.query import Filters, Query
from search.results import Scope
from search.typos import corrections
from search.vocabulary import FIELDS, words_in, words_of
from search.words import folded_words, stem

#: How many ways to put it are searched for, and in how many of the hits the words are looked for.
TRIES, LOOKED_AT, MOST_LOOKED_AT = 2, 10, 40
#: How many words each slip may be, and how many ways to put it are thought of.
MOST_WORDS, MOST_WAYS = 4, 64
#: A word that something has is taken for a slip only if another one finds so much more.
COMMONER = 5


def meant(choice: Choice, asked: Plan, scope: Scope, found: int) -> str:
    """What the reader may have meant, of which there is much more than what was found; empty if nothing is.

    Something was found for the words as typed, so to the reader they are all known.
    """
    _slips, known = _replacements(asked, asked.query.words)
    least = COMMONER * max(found, 1)
    ways = known[:TRIES]
    choice.ahead([_exactly(asked.query, words) for words in ways], scope, LOOKED_AT)
    for words in ways:
        answer = choice.search(_exactly(asked.query, words), scope, LOOKED_AT)
        numbers = [number for number, _score in answer.hits]
        if answer.total >= least and _stand_in(words.values(), numbers, scope):
            return _said(asked.query, words)
    return ""


def guessed(asked: Plan, entries: Sequence[Entry]) -> str:
    """Of what was found in place of misspelt words, how the likeliest is written. No query.

    `entries` are the best hits that the reader may see, each with the beginning of its text as `text`.
    """
    texts = [_words_at_hand(entry) for entry in entries[:LOOKED_AT]]
    slips, known = _replacements(asked, set[str]().union(*texts))
    stems = [set(map(stem, words)) for words in texts]
    for words in _ways(slips) if slips else known:
        wanted = set(words.values())
        others = {stem(word) for word in asked.query.words if word not in words}
        if any(wanted <= text and others <= of for text, of in zip(texts, stems, strict=True)):
            return _said(asked.query, words)
    return ""


def _words_at_hand(entry: Entry) -> set[str]:
    """The words of an entry, of a long text those of its beginning."""
    names = (name for name in FIELDS if name != "body")
    return words_in(
        "\n".join([*(getattr(entry, name) for name in names), getattr(entry, "text", "")])
    )


def known_to(scope: Scope, query: Query, words: Collection[str]) -> set[str]:
    """Those of the words that stand in something that may be looked at. Two queries, and none for no words."""
    if not words:
        return set()
    asked = replace(query, words=tuple(words), phrases=(), exact=(), filters=Filters(), page=1)
    slots = tuple(Slot((Variant((word,)),)) for word in asked.words)
    any_of = Plan(asked, slots, spared=len(slots) - 1)
    size = min(MOST_LOOKED_AT, LOOKED_AT * len(slots))
    numbers = [number for number, _score in database_engine().search(any_of, scope, size).hits]
    return set(words) & set[str]().union(*_texts((), numbers, scope))


def _near(asked: Plan) -> Mapping[str, list[str]]:
    """For each word those that it may be a slip for."""
    return corrections(asked.query.words) if asked.near is None else asked.near


def _entries(asked: Plan) -> dict[str, int]:
    """In how many entries each word stands, closed ones among them; without those that stand in none."""
    return {slot.word: slot.entries for slot in asked.slots if slot.entries}


def _replacements(
    asked: Plan, known: Collection[str]
) -> tuple[dict[str, list[str]], list[dict[str, str]]]:
    """For words that nothing has, what each may be; and for those that something has, what one of them may be.

    Of these the rarest comes first. `known` are the words of what the reader finds.
    """
    near, entries = _near(asked), _entries(asked)
    there = {word: entries.get(word, 0) for word in near.keys() & set(known)}
    slips = {word: some for word, some in near.items() if word not in there}
    rarest_first = sorted(near, key=lambda word: there.get(word, 0))
    return slips, [{word: near[word][0]} for word in rarest_first]


def _ways(slips: Mapping[str, list[str]]) -> Iterator[dict[str, str]]:
    """Every way to put all the slips right, the likeliest first."""
    ways = product(*(list(enumerate(some[:MOST_WORDS])) for some in slips.values()))
    for way in sorted(islice(ways, MOST_WAYS), key=lambda way: sum(at for at, _word in way)):
        yield dict(zip(slips, (word for _at, word in way), strict=True))


def _exactly(query: Query, words: Mapping[str, str]) -> Plan:
    """The query with these words and no others: no synonym, no exact term of it stands in for them."""
    wanted = tuple(dict.fromkeys(words.get(word, word) for word in query.words))
    asked = replace(query, words=wanted, phrases=(), exact=(), page=1)
    return Plan(asked, tuple(Slot((Variant((word,)),)) for word in wanted))


def _stand_in(words: Iterable[str], numbers: list[int], scope: Scope) -> bool:
    """Whether all the words stand, letter by letter, in one of the entries, if the reader may see it."""
    return any(True for _there in _texts(words, numbers, scope))


def _texts(words: Iterable[str], numbers: list[int], scope: Scope) -> Iterator[set[str]]:
    """The words of each of the entries that the reader may see and that has all these words."""
    entries = Entry.objects.there().filter(pk__in=numbers)
    if scope.rules is not None:
        entries = entries.filter(rule__in=scope.rules)
    wanted = set(words)
    for entry in entries:
        there = words_of(entry)
        if wanted <= there:
            yield there


def _said(query: Query, words: Mapping[str, str]) -> str:
    """The query as it was typed, with some of its words replaced."""
    return " ".join(
        words.get(folded[0], part) if len(folded := folded_words(part)) == 1 else part
        for part in query.text.replace('"', " ").split()
    )
