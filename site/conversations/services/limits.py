"""How much one person may say: by length, and by the clock."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from conversations import contributions
from conversations.cleaning import clean, is_visible
from conversations.models import LONGEST, Contribution
from conversations.permissions import silent_until
from conversations.services.refusals import RefusedError, Why

#: So many contributions of all kinds in so long a time.
MOST_OFTEN = ((timedelta(minutes=1), 10), (timedelta(hours=1), 60))


def cleaned(text: str, label: str = "comment") -> str:
    """A text as it is kept. Raises RefusedError for one that is empty or too long."""
    kept = clean(text)
    if not is_visible(kept):
        raise RefusedError(Why.EMPTY, f"Write something: a {label} cannot be empty.")
    refuse_long(kept, label)
    return kept


def refuse_long(text: str, label: str) -> None:
    """Raise RefusedError for a text that is longer than any may be."""
    if len(text) > LONGEST:
        raise RefusedError(
            Why.TOO_LONG,
            f"Shorten it: a {label} has {LONGEST:,} characters at most, and this has {len(text):,}.",
        )


def refuse_read_only(user: Any) -> None:
    """Raise RefusedError for who may not write now."""
    if moment := silent_until(user):
        until = date_format(timezone.localtime(moment), "j F Y, H:i")
        raise RefusedError(
            Why.READ_ONLY, f"You may read but not write until {until}. The moderators decided so."
        )


def refuse_often(user: Any) -> None:
    """Raise RefusedError for who has said too much of late. One query for each kind of contribution."""
    now = timezone.now()
    longest = max(span for span, _most in MOST_OFTEN)
    most = max(most for _span, most in MOST_OFTEN)
    moments = []
    for model in contributions.models():
        found = model.objects.by(user).since(now - longest).order_by("-created_at")
        moments += list(found.values_list("created_at", flat=True)[:most])
    for span, number in MOST_OFTEN:
        if sum(moment > now - span for moment in moments) >= number:
            raise RefusedError(
                Why.TOO_OFTEN,
                f"That is {number} in {_words(span)}, which is as much as anybody may say."
                " Your words are still here: send them a little later.",
            )


def refuse_mistimed(said: Contribution) -> None:
    """Raise RefusedError for what may not be changed any more."""
    window = said.edit_window
    if window is not None and timezone.now() - said.created_at >= window:
        raise RefusedError(
            Why.TOO_LATE, f"A {said.label} can be changed for {_words(window)}. You can delete it."
        )


def _words(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes % 60 == 0:
        return "an hour" if minutes == 60 else f"{minutes // 60} hours"  # noqa: PLR2004
    return "a minute" if minutes == 1 else f"{minutes} minutes"
