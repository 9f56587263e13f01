"""What news adds to the CMS."""

from news.cms import hooks as parts

__all__ = ["parts"]  # alerts, series and templates register their own
