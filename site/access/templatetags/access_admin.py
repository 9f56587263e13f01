"""What the CMS's own templates ask about a rule."""

from typing import Any

from django import template

from access.parts import rule_of
from access.rules import ANYBODY
from access.settle import COLLECTIONS, PAGES

register = template.Library()


@register.simple_tag
def page_is_open(page: Any) -> bool:
    """Whether anybody who is signed in can see a page."""
    return rule_of(PAGES, page) == ANYBODY


@register.simple_tag
def collection_is_open(collection: Any) -> bool:
    """Whether anybody who is signed in can open a collection's files."""
    return rule_of(COLLECTIONS, collection) == ANYBODY
