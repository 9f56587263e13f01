"""What a story says of itself in rows of its own, kept by its revision: its topics and its corrections.

They change only when the story is published, which makes another revision; a topic that is renamed raises the
epoch. So a story that was read before asks for neither.
"""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from core import epochs

KEPT = 24 * 60 * 60


def of_story(story: Any, request: HttpRequest) -> dict[str, Any]:
    """`topics`, and `corrections`, the oldest first. No query if they are kept; of a draft, what the draft says."""
    if getattr(request, "is_preview", False) or story.live_revision_id is None:
        return _ask(story)
    tree = epochs.current(request).tree
    key = f"story:{story.pk}:{story.live_revision_id}:{story.updated_at}:{tree}".replace(" ", "T")
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = _ask(story)
        epochs.keep(request, key, found, KEPT)
    return found


def _ask(story: Any) -> dict[str, Any]:
    corrected = story.updated_at is not None
    rows = sorted(story.corrections.all(), key=lambda row: row.at) if corrected else []
    return {"topics": list(story.topics.all()), "corrections": rows}
