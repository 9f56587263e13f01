"""What a reader's search may look at, as both databases are told."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from search.results import Scope


def visible(scope: Scope, alias: str = "e") -> tuple[str, list[Any]]:
    """The condition that an entry is there and the reader may see it, and its parameters."""
    parts = [f"{alias}.live", f"({alias}.live_until IS NULL OR {alias}.live_until > %s)"]
    parameters: list[Any] = [timezone.now()]
    if scope.rules is not None:
        parts.append(f"{alias}.rule_id IN {_marks(scope.rules)}")
        parameters += scope.rules
    if scope.only is not None:
        parts.append(f"{alias}.id IN {_marks(scope.only)}")
        parameters += scope.only
    if scope.without:
        parts.append(f"{alias}.id NOT IN {_marks(scope.without)}")
        parameters += scope.without
    return " AND ".join(parts), parameters


def _marks(values: Iterable[Any]) -> str:
    return f"({', '.join('%s' for _value in values)})"
