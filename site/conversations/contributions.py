"""The kinds of what people say: comments, and whatever else registers itself.

contributions.register(Post)
"""

from collections.abc import Iterator

from conversations.models import Contribution

_kinds: dict[str, type[Contribution]] = {}


def register(model: type[Contribution]) -> None:
    """Let contributions of a kind be reacted to, reported and moderated. Called once, when their app is ready."""
    _kinds[model.kind] = model


def model_of(kind: str) -> type[Contribution] | None:
    """The model of a kind, or None if there is no such kind."""
    return _kinds.get(kind)


def models() -> Iterator[type[Contribution]]:
    """The models of all kinds."""
    yield from _kinds.values()
