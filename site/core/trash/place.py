"""Where the bin is: a tree of its own beside the site's, in which nobody has a right."""

from typing import Any

from django.db.models import Q
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction

from access.querysets import NOTHING

SLUG = "bin"


def bin_path() -> str:
    """The path below which binned pages stand; empty while nothing was ever deleted. One query."""
    return bins().values_list("path", flat=True).first() or ""


def bins() -> Any:
    """The bin's own node."""
    return Page.objects.filter(depth=1, slug=SLUG)


def in_bin_q(prefix: str = "") -> Q:
    """The bin and all that is in it. `prefix` leads from the filtered model to the page."""
    path = bin_path()
    return Q(**{f"{prefix}path__startswith": path}) if path else NOTHING


def is_in_bin(page: Page) -> bool:
    """Whether a page is in the bin, or is the bin."""
    path = bin_path()
    return bool(path) and page.path.startswith(path)


def get_bin() -> Page:
    """The bin's own node, which is made the first time. It is closed to everybody."""
    found = bins().first()
    if found is None:
        found = Page.add_root(instance=Page(title="Bin", slug=SLUG, live=False))
        PageViewRestriction.objects.create(page=found, restriction_type=BaseViewRestriction.GROUPS)
    return found
