"""What the results page, the editors' desk and the reports say to one reader, by way of the real doors."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from search import noting
from search.models import BestBet, Entry, Synonym
from tests.search.desk_people import client_of
from tests.search.exits import Visit
from tests.search.worlds import word

BET, SYNONYM = "wagtailsnippets_search_bestbet", "wagtailsnippets_search_synonym"
REPORTS = ("searched", "nothing", "unclicked", "comments")
OK, NOT_FOUND = 200, 404
TIMES = 3


def site(visit: Visit, closed: str) -> None:
    """The page of results, type-ahead, and the description for browsers."""
    client = client_of(visit.reader)
    for typed in ("thing", closed[:-1], f"thing {closed[:-1]}"):
        for address in ("/search/", "/search/suggest/"):
            read(visit, client.get(address, {"q": typed}))
        read(visit, client.get("/search/", {"q": typed, "year": 1901}))
    read(visit, client.get("/search/opensearch.xml"))


def note_searches(visits: Iterable[Visit], words: Iterable[str]) -> None:
    """Whoever may know of something searches for it, so often that it is reported."""
    for visit in visits:
        for typed in visit.allowed & set(words):
            found = visit.ask(typed)
            for _time in range(TIMES):
                noting.note_search(found)


def desk(visit: Visit, others: Iterable[Visit], words: list[str], number: int) -> None:
    """The screens of one part of the desk, which `number` chooses; `words` are closed ones.

    The CMS names, too, what is not published, to whoever has the right to see it; and who left, whose page stays a while.
    """
    left = {word("person", number) for number in range(len(visit.known.words))}
    visit = replace(visit, closed=visit.closed - left - visit.named_in_cms())
    client = client_of(visit.reader)
    parts: list[Callable[[], None]] = [
        lambda: why(visit, client, others, words),
        lambda: entries(visit, client),
        lambda: registers(visit, client),
        lambda: previews(visit, client, words),
        lambda: reports(visit, client),
    ]
    parts[number % len(parts)]()


def reports(visit: Visit, client: Client) -> None:
    """What is searched for, as pages and as files."""
    for name in REPORTS:
        address = reverse(f"search_report_{name}")
        read(visit, client.get(address))
        answer = client.get(address, {"export": "csv"})
        visit.says_nothing_closed(b"".join(answer.streaming_content).decode())


def why(visit: Visit, client: Client, others: Iterable[Visit], words: list[str]) -> None:
    """“Why is this result here”, as oneself and as anybody else."""
    readers = ["", "anybody", *(other.reader.get_username() for other in others)]
    for number, reader in enumerate(readers):
        slip = words[number % len(words)][:-1] if words else "thi"
        for typed in ("thing", slip):
            answer = client.get(reverse("search_why"), {"q": typed, "as": reader, "page": "/x/"})
            read(visit, answer)
            assert answer.context["done"].total <= visit.ask(typed).total


def entries(visit: Visit, client: Client) -> None:
    """The entry of each thing, where the reader may find it, and nothing where they may not."""
    seen = {visit.known.entries[key] for key in visit.seen}
    some = list(Entry.objects.order_by("pk"))
    for entry in some[:: max(1, len(some) // 8)]:
        answer = client.get(reverse("search_entry", args=[entry.source, entry.number]))
        assert answer.status_code == (OK if entry.pk in seen else NOT_FOUND)
        if entry.pk in seen:
            read(visit, answer)


def registers(visit: Visit, client: Client) -> None:
    """Best bets, in their list and in their forms."""
    read(visit, client.get(reverse(f"{BET}:list")))
    for number in BestBet.objects.order_by("pk").values_list("pk", flat=True)[:3]:
        for view in ("edit", "history", "usage", "delete"):
            read(visit, client.get(reverse(f"{BET}:{view}", args=[number])))


def previews(visit: Visit, client: Client, words: list[str]) -> None:
    """What is shown of a best bet, of synonyms and of weights before they are saved."""
    for bet in BestBet.objects.order_by("-pk")[:2]:
        read(visit, client.post(reverse(f"{BET}:edit", args=[bet.pk]), bet_form(bet)))
    said = ", ".join(["thing", *(one[:-1] for one in words[:2]), "other"])
    read(visit, client.post(reverse(f"{SYNONYM}:add"), {"words": said, "note": "", "try": "1"}))
    assert not Synonym.objects.exists()
    form = client.get(reverse("search_weights")).context["form"]
    read(visit, client.post(reverse("search_weights"), {**form.initial, "title": "0", "try": "1"}))


def bet_form(bet: Any) -> dict[str, Any]:
    """What the form of a best bet sends to be shown what it does."""
    values = {name: getattr(bet, f"{name}_id") or "" for name in ("page", "document", "person")}
    values |= {"url": "", "title": "", "text": "", "starts_on": "", "ends_on": "", "order": "100"}
    rows = inline_formset([{"phrase": "thing"}])
    return dict(nested_form_data({**values, "phrases": rows})) | {"try": "1"}


def read(visit: Visit, answer: Any) -> None:
    """It is there, and says nothing that is closed to the reader."""
    assert answer.status_code == OK, answer
    visit.says_nothing_closed(answer.content.decode())
