"""The last part of a person's or a team's address."""

from collections.abc import Container
from typing import Any

from django.db import models
from django.utils.text import slugify

#: Addresses below /people/ and /teams/ that are nobody's.
RESERVED = frozenset(
    {"me", "chart", "suggest", "recent", "new", "edit", "export", "invitation", "branch", "card"}
)
NAMELESS = "someone"
LONGEST = 240


def slug_for(model: Any, name: str) -> str:
    """An address that nobody of this kind has or ever had: `jose-white`, or `jose-white-2`. Two queries."""
    base = base_of(name)
    former = model._meta.get_field("former_addresses").related_model
    near: set[str] = set()
    for kind in (model, former):
        near |= set(_like(kind, base))
    return free(base, near)


def base_of(name: str) -> str:
    """A name as an address, whether or not somebody has it."""
    return slugify(name)[:LONGEST].strip("-") or NAMELESS


def free(base: str, taken: Container[str]) -> str:
    """`base`, or else `base-2`, `base-3` and so on: the first that is neither taken nor reserved."""
    if base not in taken and base not in RESERVED:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def _like(kind: type[models.Model], base: str) -> Any:
    rows: Any = kind._default_manager
    return rows.filter(slug__startswith=base).values_list("slug", flat=True)
