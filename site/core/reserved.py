"""Addresses directly below the home page that the site itself answers, such as /people/ and /search/."""

from django.urls import Resolver404, resolve

#: What answers for the page tree.
TREE = "wagtail_serve"


def is_reserved(slug: str) -> bool:
    """Whether a page of this name below the home page would never be reached."""
    try:
        return resolve(f"/{slug}/").view_name != TREE
    except Resolver404:  # no page has such a name either
        return False
