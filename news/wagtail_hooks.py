"""What news adds to the CMS."""

from news.cms import hooks as parts
from news.desk import hooks as desk

__all__ = ["desk", "parts"]  # the desk, and alerts, series and templates, register their own
