"""Best bets at the desk: what they lead to, as far as the editor may know, and how they will look."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from access.explain import EVERYBODY, in_words
from access.models import Rule
from access.parts import names_of
from access.rules import NOBODY, read
from core.exits.fields import CLOSED
from core.exits.person import may_be_shown
from search.cms.doors import source_of
from search.cms.trials import Line, first_hits, line_of
from search.models import BestBet, BetState, Entry

MOST_PHRASES = 5


@dataclass(frozen=True)
class PhrasePreview:
    """What staff will find first for some words."""

    phrase: str
    bet: Line
    lines: list[Line]
    total: int


def target_of(bet: BestBet) -> str:
    """What a best bet leads to, in words; not by name where it is closed to whom the CMS is answering."""
    if bet.url:
        return bet.url
    target = bet.target
    if target is None:
        return "Nothing"
    return str(target) if bet.person_id or may_be_shown(target) else CLOSED


def state_of(bet: BestBet) -> str:
    """Whether it holds, in words with the day that matters."""
    state = bet.state_on(timezone.localdate())
    if state == BetState.PLANNED and bet.starts_on:
        return f"Planned, from {date_format(bet.starts_on, 'j F Y')}"
    if state == BetState.ENDED and bet.ends_on:
        return f"Ended on {date_format(bet.ends_on, 'j F Y')}"
    return f"On, until {date_format(bet.ends_on, 'j F Y')}" if bet.ends_on else "On"


def who_gets(bet: BestBet) -> str:
    """Who is shown a best bet, in words: “people in HR”. Empty where its target cannot be found now."""
    if bet.url:
        return EVERYBODY
    target: Any = bet.target
    if not (bet.person_id or may_be_shown(target)):
        return "those who may see it"
    entry = Entry.objects.there().filter(source=source_of(target), number=target.pk).first()
    if entry is None:
        return ""
    rule = Rule.objects.filter(pk=entry.rule_id).values_list("requirement", flat=True).first()
    asked = NOBODY if rule is None else read(rule)
    return in_words(asked, names_of(asked))


def preview(
    request: HttpRequest, bet: BestBet, phrases: Iterable[str]
) -> tuple[list[PhrasePreview], int]:
    """What each of the phrases will find, the best bet on top; and how many more phrases there are."""
    wanted = list(dict.fromkeys(phrases))
    top = Line(bet.title or target_of(bet), bet.url, "Best bet")
    shown = []
    for phrase in wanted[:MOST_PHRASES]:
        hits, total = first_hits(request, phrase)
        shown.append(PhrasePreview(phrase, top, [line_of(hit) for hit in hits], total))
    return shown, max(0, len(wanted) - MOST_PHRASES)
