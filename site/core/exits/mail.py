"""Mail about comments goes to nobody who may no longer be shown the page.

Wagtail writes to whoever once subscribed to a page or wrote in a thread, and has no hook to say who
should be left out; so what it sends by is wrapped.
"""

import functools
from collections.abc import Iterable
from typing import Any

from wagtail.admin.views.pages import edit

from core.exits.pages import are_shown


def write_to_nobody_outside() -> None:
    """Leave out of mail about a page whoever may not be shown it. Twice is as once."""
    theirs = edit.send_notification
    if hasattr(theirs, "leaves_out"):
        return

    @functools.wraps(theirs)
    def send_notification(people: Iterable[Any], what: str, context: dict[str, Any]) -> Any:
        page = context["page"].pk
        return theirs([user for user in people if are_shown(user, [page])], what, context)

    send_notification.leaves_out = True  # type: ignore[attr-defined]
    edit.send_notification = send_notification
