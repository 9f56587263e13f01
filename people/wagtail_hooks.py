"""What people add to the CMS."""

from people.cms import hooks

__all__ = ["hooks"]
