"""What is noted of searches: by words, never by who searched. `insights` keeps it."""

from typing import Any

from wagtail.models import Page

from access.querysets import Reader, readable_by
from access.rules import ANYBODY, write
from insights import services
from search.results import Results


def note_search(found: Results) -> str:
    """Note a search, its first page and before it is narrowed; the token by which to say what came of it.

    Empty where nothing is noted.
    """
    query = found.query
    if query.is_empty or query.page > 1 or query.filters.without("kind"):
        return ""
    rules = dict.fromkeys(hit.entry.rule for hit in found.hits)
    if rules and not any(rules):  # for administrators' eyes alone
        return ""
    return services.note_search(
        query.text, found.total, query.filters.kind, found.engine, _most_open(list(rules))
    )


def _most_open(rules: list[Any]) -> int | None:
    """Of the rules of what was found the one that anybody meets, else the first. None where nothing was found."""
    there = [rule for rule in rules if rule is not None]
    open_to_all = [rule for rule in there if rule.requirement == write(ANYBODY)]
    return next((rule.pk for rule in (*open_to_all, *there)), None)


def note_click(token: str, rank: int, page: int | None = None) -> None:
    """Note that the hit of this rank was opened, and which page it is, if it is one."""
    services.note_click(token, rank, page)


def may_be_found(page: int, user: Reader) -> bool:
    """Whether there is such a page that `user` may read."""
    return bool(page) and readable_by(Page.objects.all(), user).filter(pk=page).exists()


def note_answer(token: str, comment: str = "", *, found: bool) -> None:
    """Note whether what was wanted was found, and what a reader says of it."""
    services.note_answer(token, found, comment)
