"""Who may do what with departments as such; their pages follow the CMS's page rights."""

from typing import Any

RIGHT_TO_OPEN = "departments.open_department"


def may_open_departments(user: Any) -> bool:
    """Whether `user` may open departments: site admins and superusers."""
    return bool(user.has_perm(RIGHT_TO_OPEN))


def may_change_accounts(user: Any) -> bool:
    """Whether `user` may put people into a department's groups: people admins and superusers."""
    return bool(user.has_perm("accounts.change_user"))
