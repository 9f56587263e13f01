"""What is noted of searches: by words, never by who searched. `insights` keeps it."""

from access.rules import ANYBODY, ids_of
from insights import services
from search.results import Results


def note_search(found: Results) -> str:
    """Note a search, its first page and before it is narrowed; the token by which to say what came of it.

    Empty where nothing is noted.
    """
    query = found.query
    if query.is_empty or query.page > 1 or query.filters.without("kind"):
        return ""
    rules = dict.fromkeys(hit.entry.rule_id for hit in found.hits)
    if rules and not any(rules):  # for administrators' eyes alone
        return ""
    return services.note_search(
        query.text, found.total, query.filters.kind, found.engine, _most_open(list(rules))
    )


def _most_open(rules: list[int | None]) -> int | None:
    """Of the rules of what was found the one that anybody meets, else the first. None where nothing was found."""
    if len(rules) > 1:
        anybody = ids_of([ANYBODY])[ANYBODY]
        rules = [anybody] if anybody in rules else rules
    return next(filter(None, rules), None)


def note_click(token: str, rank: int) -> None:
    """Note that the hit of this rank was opened."""
    services.note_click(token, rank)


def note_answer(token: str, comment: str = "", *, found: bool) -> None:
    """Note whether what was wanted was found, and what a reader says of it."""
    services.note_answer(token, found, comment)
