"""What `/health/ready` says of search. It is ready in any case: the database answers where nothing else does."""

from core import registry
from search.choice import state


def note() -> dict[str, str]:
    """How searches are answered, where Elasticsearch ought to."""
    said = state()
    return {"search": said} if said else {}


def register() -> None:
    """Have it said. Called once, when the app is ready."""
    registry.readiness.add("search", note)
