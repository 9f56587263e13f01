"""What is noted of searches, and by which token a page of results is told apart. Nobody's name is."""

import secrets

from search.results import Results


def note_search(found: Results) -> str:
    """Note a search, the first page of it alone; the token of what was noted, or nothing."""
    query = found.query
    if query.is_empty or query.page > 1 or query.filters.without("kind"):
        return ""
    return secrets.token_urlsafe(9)


def note_click(token: str, rank: int) -> None:
    """Note that the hit of this rank was opened."""


def note_answer(token: str, comment: str = "", *, found: bool) -> None:
    """Note whether what was wanted was found, and what a reader says of it."""
