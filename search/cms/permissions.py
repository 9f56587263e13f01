"""Who works at the editors' desk. docs/running/roles.md has the roles."""

from typing import Any

from django.core.exceptions import PermissionDenied

SEE_ENTRIES = "search.view_entry"
SEE_REPORTS = "insights.view_searchlog"
CHANGE_WEIGHTS = "search.change_weights"


def may_see_entries(user: Any) -> bool:
    """Whether `user` is shown entries, and why a result is where it is; each only of what they may see."""
    return bool(user.has_perm(SEE_ENTRIES))


def may_see_reports(user: Any) -> bool:
    """Whether `user` is told what staff search for."""
    return bool(user.has_perm(SEE_REPORTS))


def may_change_weights(user: Any) -> bool:
    """Whether `user` may change how much each reason counts."""
    return bool(user.has_perm(CHANGE_WEIGHTS))


def demand(allowed: bool) -> None:
    """Raise PermissionDenied unless it is allowed."""
    if not allowed:
        raise PermissionDenied
