"""Where nothing is found: searches that do find something, and whom one can ask."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest

from search.choice import choose
from search.desk import desk
from search.models import Entry
from search.plan import Plan, Slot, Synonyms, Variant, plan
from search.query import Filters, Query, parse
from search.readers import scope_of
from search.results import Results, Scope
from search.showing import shown_of
from search.ways import Way, encoded

#: Of so many words each is looked for alone; so many ways are shown.
WORDS, WAYS = 4, 4
#: Of so few words one alone was looked for already: it is half of them.
FEW_WORDS = 3
#: The owners of so many things that come near are looked at; so many people and departments are shown.
NEAR, PEOPLE, DEPARTMENTS = 10, 3, 2
PERSON, PAGE = "person", "page"


@dataclass
class Help:
    """What may help on: broader searches, people who look after things that come near, departments."""

    ways: list[Way] = field(default_factory=list)
    people: list[Any] = field(default_factory=list)
    departments: list[Any] = field(default_factory=list)


def helped(request: HttpRequest, found: Results) -> Help:
    """What may help where these results are empty, all of it open to the reader. One request.

    None where there are other words to suggest, which have taken one already, and help more.
    """
    if found.suggestion:
        return Help()
    scope, kept = scope_of(request.user), desk(request)
    choice = found.choice or choose("", kept.weights)
    ways, near = [], dict[int, None]()
    broader = list(_broader(found.query, scope, kept.synonyms))
    choice.ahead([asked for _words, _query, asked in broader], scope, NEAR)
    for words, query, asked in broader:
        answer = choice.search(asked, scope, NEAR)
        if answer.total:
            ways.append(Way(words, encoded(query), answer.total))
            near |= dict.fromkeys(number for number, _score in answer.hits)
        if len(ways) == WAYS:
            break
    return Help(ways, *(_to_ask(request, list(near)) if near else ()))


def _broader(query: Query, scope: Scope, synonyms: Synonyms) -> Iterator[tuple[str, Query, Plan]]:
    """Searches for less: without filters, without quotes, then for each word alone."""
    if query.filters:
        wider = replace(query, filters=Filters(), page=1)
        yield f"“{query.text}” without filters", wider, plan(wider, scope.rules, synonyms)
    if query.phrases:
        wider = parse(query.text.replace('"', " "))
        yield f"{wider.text}, without quotation marks", wider, plan(wider, scope.rules, synonyms)
    if len(query.words) > FEW_WORDS or (len(query.words) > 1 and (query.filters or query.phrases)):
        for word in query.words[:WORDS]:
            alone = parse(word)
            yield f"“{word}” alone", alone, Plan(alone, (Slot((Variant((word,)),)),))


def _to_ask(request: HttpRequest, numbers: list[int]) -> tuple[list[Any], list[Any]]:
    """The people who look after these entries, and the departments that they belong to."""
    entries = Entry.objects.readable_by(request.user).filter(pk__in=numbers)
    owners, departments = dict[int, None](), dict[int, None]()
    rows = {pk: (owner, place) for pk, owner, place in entries.values_list("pk", "owner", "department")}  # fmt: skip
    for number in numbers:
        owner, place = rows.get(number, (None, None))
        owners |= {owner: None} if owner else {}
        departments |= {place: None} if place else {}
    people = [(PERSON, number) for number in owners][:PEOPLE]
    pages = [(PAGE, number) for number in departments][:DEPARTMENTS]
    shown = shown_of(request, [*people, *pages]) if people or pages else {}
    return [shown[key] for key in people if key in shown], [shown[key] for key in pages if key in shown]  # fmt: skip
