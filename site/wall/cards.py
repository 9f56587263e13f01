"""Cards of our own pages that posts lead to: found when somebody posts, and resolved for each reader anew."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.http import HttpRequest
from wagtail.models import Page, Site

from access.querysets import Reader, readable_by, readable_q
from core.models import BasePage
from core.owners import page_types

#: Addresses in a text; no more of them are looked at.
_ADDRESS = re.compile(r"(?:https?://|(?<![\w/.:])/)[^\s<>\"'()\[\]{}]+", re.IGNORECASE)
MOST_LOOKED_AT = 5
LONGEST = 1_000
#: The fields that hold a type's teaser, the first that it has.
TEASERS = ("standfirst", "purpose", "summary", "search_description")


@dataclass(frozen=True)
class Card:
    """A page as one reader is shown it."""

    title: str
    address: str
    teaser: str = ""


def page_named_in(text: str, user: Reader) -> Page | None:
    """The first of our own pages whose address stands in a text and that `user` may see.

    No query where there is no address; two where there is one.
    """
    paths = _paths(text)
    site = _site() if paths else None
    if site is None:
        return None
    root = site.root_page.url_path
    paths = [root + path for path in paths if path.strip("/")]
    found = readable_by(Page.objects.filter(url_path__in=paths), user)
    by_path = {page.url_path: page for page in found}
    return next((by_path[path] for path in paths if path in by_path), None)


def cards_for(request: HttpRequest, numbers: Collection[int]) -> dict[int, Card]:
    """The pages with these ids that the reader may see, by id: one query for all, of whatever type."""
    if not numbers:
        return {}
    first, *others = (_rows(model, numbers, request) for model in page_types())
    return {
        number: Card(title, address, teaser)
        for number, title, url_path, path, teaser in first.union(*others, all=True)
        if (address := Page(pk=number, url_path=url_path, path=path).get_url(request))
    }


def _site() -> Site | None:
    found: Site | None = (
        Site.objects.filter(is_default_site=True).select_related("root_page").first()
    )
    return found


def _rows(model: type[BasePage], numbers: Collection[int], request: HttpRequest) -> Any:
    pages = model._default_manager.filter(readable_q(request.user), pk__in=numbers).order_by()
    names = {field.name for field in model._meta.get_fields()}
    own = next(name for name in TEASERS if name in names)
    teaser = Coalesce(
        NullIf(Cast(own, TextField()), Value("", TextField())),
        Cast("search_description", TextField()),
    )
    return pages.values_list("pk", "title", "url_path", "path", teaser)


def _paths(text: str) -> list[str]:
    """The paths of our own addresses in a text, as the page tree writes them."""
    ours = {urlsplit(settings.BASE_URL).netloc.lower(), ""}
    paths = []
    for match in list(_ADDRESS.finditer(text))[:MOST_LOOKED_AT]:
        try:
            parts = urlsplit(match[0].rstrip(".,;:!?"))
        except ValueError:
            continue  # no address at all, such as http://[
        if parts.netloc.lower() in ours and len(parts.path) < LONGEST:
            paths.append(f"{unquote(parts.path).strip('/')}/")
    return paths
