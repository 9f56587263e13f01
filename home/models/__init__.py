"""The home page, and each person's own links."""

from home.models.links import MyLink
from home.models.pages import HomePage

__all__ = ["HomePage", "MyLink"]
