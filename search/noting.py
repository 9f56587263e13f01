"""What is noted of searches: by words, never by who searched. `insights` keeps it."""

from insights import services
from search.results import Results


def note_search(found: Results) -> str:
    """Note a search, its first page and before it is narrowed; the token by which to say what came of it.

    Empty where nothing is noted.
    """
    query = found.query
    if query.is_empty or query.page > 1 or query.filters.without("kind"):
        return ""
    return services.note_search(query.text, found.total, query.filters.kind, found.engine)


def note_click(token: str, rank: int) -> None:
    """Note that the hit of this rank was opened."""
    services.note_click(token, rank)


def note_answer(token: str, comment: str = "", *, found: bool) -> None:
    """Note whether what was wanted was found, and what a reader says of it."""
    services.note_answer(token, found, comment)
