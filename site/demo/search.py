"""What the demo's editors keep for search: best bets, synonyms and judged queries."""

from pathlib import Path
from typing import Any

import yaml
from wagtail.models import Page

from core.models import Document
from people.models import Person
from search import judged_files
from search.models import BestBet, BetPhrase, JudgedQuery, Synonym

CONTENT = Path(__file__).resolve().parent / "content"
JUDGED = CONTENT / "judged.tsv"
FILES = "documents/"


def dress_search(home: Page) -> None:
    """Bring in what editors keep, where they keep nothing yet: once, then it is theirs."""
    if BestBet.objects.exists() or Synonym.objects.exists() or JudgedQuery.objects.exists():
        return
    given = yaml.safe_load((CONTENT / "search.yaml").read_text("utf-8"))
    for bet in given["best_bets"]:
        _add_bet(home, bet)
    for group in given["synonyms"]:
        Synonym.objects.create(
            words=group["words"],
            is_one_way=group.get("one_way", False),
            note=group.get("note", ""),
        )
    for judged in judged_files.read(JUDGED).queries:
        answers = "\n".join(addresses(judged))
        if answers:
            JudgedQuery.objects.create(
                set_name=judged.set_name, query=judged.query, answers=answers
            )


def addresses(judged: judged_files.Judged) -> list[str]:
    """The addresses that answer a query; of a file the one that it has got here, if it is still there."""
    found = (
        _file(path.removeprefix(FILES)) if path.startswith(FILES) else f"/{path}/"
        for path in judged.answers
    )
    return [address for address in found if address]


def _file(name: str) -> str:
    files = Document.objects.filter(file__startswith=FILES + Path(name).stem)
    document = files.order_by("pk").first()
    return str(document.url) if document else ""


def _add_bet(home: Page, given: dict[str, Any]) -> None:
    """Add a best bet, unless its target has been deleted."""
    bet = BestBet(title=given.get("title", ""), text=given["text"])
    if "page" in given:
        path = f"{home.url_path}{given['page'].lstrip('/')}"
        bet.page = Page.objects.filter(url_path=path).first()
    else:
        bet.person = Person.objects.filter(employee_id=given["person"]).first()
    if bet.target is not None:
        bet.phrases = [BetPhrase(phrase=words) for words in given["words"]]
        bet.full_clean()
        bet.save()
