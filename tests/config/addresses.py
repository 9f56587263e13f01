"""Every address pattern that the site has, each with an address that it answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404
from django.utils.regex_helper import normalize

#: What stands for the changing parts of an address, until one of them is understood.
FILLINGS = ("1", "a", "core", "image", "0ed7a52e-8a4b-4c5e-a1b4-0c6f4c2f2c11", "a.png", "a/")


@dataclass(frozen=True)
class Address:
    """One pattern: its name (with its namespace), an example, and whether the view is ours.

    `shape` is the pattern as Python's `%` fills it, with `names` for its changing parts.
    """

    name: str
    example: str
    is_ours: bool
    shape: str = ""
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.example}"


@lru_cache(maxsize=1)
def every_address() -> tuple[Address, ...]:
    """All of them, in the order in which Django asks them."""
    return tuple(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, above: str, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = above + pattern.pattern.regex.pattern.removeprefix("^").removesuffix(r"\Z")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, route, inner)
        else:
            yield _address(pattern, route, namespace)


def _address(pattern: URLPattern, route: str, namespace: str) -> Address:
    module = pattern.callback.__module__
    name = f"{namespace}{pattern.name or pattern.lookup_str}"
    ours = not module.startswith(("wagtail.", "django."))
    shape, names = normalize(route.replace(r"\Z", ""))[0]
    return Address(name, _example(pattern, route, name), ours, f"/{shape}", tuple(names))


def _example(pattern: URLPattern, route: str, name: str) -> str:
    for possibility, names in normalize(route.replace(r"\Z", "")):
        for filling in product(FILLINGS, repeat=min(len(names), 3)):
            values = {key: filling[min(at, 2)] for at, key in enumerate(names)}
            example = "/" + (possibility % values)
            if _answers(example, pattern.callback):
                return example
    # Another pattern, which comes first, answers all that this one could.
    return _shadowed(route, name)


def _answers(example: str, callback: Any) -> bool:
    try:
        return resolve(example).func is callback
    except Resolver404:
        return False


def _shadowed(route: str, name: str) -> str:
    possibility, names = normalize(route.replace(r"\Z", ""))[0]
    example = "/" + (possibility % dict.fromkeys(names, "1"))
    try:
        resolve(example)
    except Resolver404 as error:
        raise AssertionError(f"No example was found for {name}: {route}") from error
    return example
