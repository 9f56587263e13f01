"""What people of the made-up agency ask: a mix of ten sorts of queries, always the same."""

import random
from typing import Any

from tools.bench.agency import SEED
from tools.bench.wording import COMMON

EACH = 8
#: Given names that the list of nicknames knows, and what their people are called.
NICKNAMES = {"liz": "Elizabeth", "bill": "William", "maggie": "Margaret", "bob": "Robert", "kate": "Katherine",
             "jim": "James", "jen": "Jennifer", "mike": "Michael"}  # fmt: skip


def queries(agency: Any, each: int = EACH) -> dict[str, list[str]]:
    """So many queries of each sort, by the sort's name; made of what the agency's pages and people say."""
    chance = random.Random(SEED + 1)  # noqa: S311 - to be the same each time
    people, titles, texts = _some(chance, each)
    telling = agency.wording.telling.things
    return {
        "name": [person.name for person in people],
        "name and team": [f"{p.name} {p.memberships.first().team.name}" for p in people],
        "one common word": COMMON[:each],
        "two words": [" ".join(chance.sample(telling[:80], 2)) for _n in range(each)],
        "four words": [" ".join(chance.sample(telling[:200], 4)) for _n in range(each)],
        "title": titles,
        "phrase": [f'"{" ".join(text.split()[4:7])}"' for text in texts],
        "slip": [_slip(chance, word) for word in chance.sample(telling[:150], each)],
        "nickname": [f"{nick} {p.last_name}" for nick, p in zip(NICKNAMES, people, strict=False)],
        "exact term": [chance.choice((p.email, p.employee_id, p.phone)) for p in people],
        "nothing there": [f"{word}qx zzv{word}" for word in chance.sample(telling[:99], each)],
    }


def begun(agency: Any, each: int = EACH) -> list[str]:
    """What a box is asked while somebody types the name of a person, a team or a page."""
    asked = queries(agency, each)
    whole = [*asked["name"], *asked["title"], *agency.wording.units.things[:each]]
    return [one[:length] for one in whole for length in (2, 3, 5, 8) if len(one) >= length]


def _some(chance: random.Random, each: int) -> tuple[list[Any], list[str], list[str]]:
    from people.models import Person
    from search.models import Entry

    numbers = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    people = list(Person.objects.filter(pk__in=chance.sample(numbers, each)).order_by("pk"))
    open_to_all = Entry.objects.filter(source="page", kind="page", rule__requirement="[]")
    known = list(open_to_all.order_by("pk").values_list("pk", flat=True))
    rows = open_to_all.filter(pk__in=chance.sample(known, each)).order_by("pk")
    pages = list(rows.values_list("title", "summary"))
    return people, [title for title, _text in pages], [text for _title, text in pages]


def _slip(chance: random.Random, word: str) -> str:
    """The word with two letters turned round, one left out or another one in its place."""
    at = chance.randint(1, max(1, len(word) - 2))
    return chance.choice((
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + "x" + word[at + 1 :],
    ))  # fmt: skip
