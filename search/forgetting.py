"""Forgetting the words that only an erased person's entry knew."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from wagtail.models import Revision

from core import registry
from search.choice import database_engine
from search.models import Entry, Word
from search.plan import Plan, Slot, Variant
from search.query import Query
from search.results import Scope
from search.vocabulary import words_of
from search.words import folded_words

#: A word that more entries than these have in some form is nobody's own.
FEW = 20


def register() -> None:
    """Be asked when somebody is erased. Called once, when the app is ready."""
    registry.erasure.add("search", forget_words, order=90)


def forget_words(person: Any) -> Callable[[], object]:
    """The words of a person who is being erased, today's and those before, are forgotten once all is erased."""
    words: set[str] = set()
    for entry in Entry.objects.filter(source="person", number=person.pk):
        words |= words_of(entry)
    for content in Revision.objects.for_instance(person).values_list("content", flat=True):
        words.update(word for text in _texts(content) for word in folded_words(text))
    return partial(unlearn, words)


def unlearn(words: Iterable[str]) -> int:
    """Forget those of these words that stand in no entry. Gives how many."""
    known = Word.objects.filter(word__in=list(words)).values_list("word", flat=True)
    alone = [word for word in list(known) if not _stands_somewhere(word)]
    Word.objects.filter(word__in=alone).delete()
    return len(alone)


def _stands_somewhere(word: str) -> bool:
    query = Query(text=word, words=(word,), typed=(word,))
    asked = Plan(query, (Slot((Variant((word,)),)),))
    found = database_engine().search(asked, Scope(None), FEW)
    entries = Entry.objects.filter(pk__in=[number for number, _score in found.hits])
    return found.total > FEW or any(word in words_of(entry) for entry in entries)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a revision's content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
