"""Documents, as search knows and shows them."""

from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import or_
from pathlib import PurePosixPath
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse

from access.querysets import Reader
from core.bodies import describe_file
from core.findable import Findable, Known, Shown
from core.models import Document
from core.plain import plain_line

NAME = "document"


class Documents:
    """Files to download, by their titles and by what they say."""

    name = NAME

    @property
    def kinds(self) -> dict[str, tuple[str, str]]:
        """What one of them is called, and several."""
        return {"document": ("Document", "Documents")}

    def numbers(self) -> Iterator[int]:
        """Every document."""
        yield from Document.objects.order_by("pk").values_list("pk", flat=True).iterator()

    def describe(self, numbers: Collection[int]) -> dict[int, Findable]:
        """Two queries."""
        rows = Document.objects.filter(pk__in=numbers).select_related("collection__collection_rule")
        return {document.pk: _describe(document) for document in rows.prefetch_related("tags")}

    def show(self, request: HttpRequest, entries: Collection[Known]) -> dict[int, Shown]:
        """One query."""
        numbers = [entry.number for entry in entries]
        rows = Document.objects.visible_to(request.user).filter(pk__in=numbers)
        return {
            document.pk: Shown(
                title=document.title,
                address=document.url,
                label="Document",
                date=document.created_at.date(),
                facts=describe_file(document),
                icon="file-text",
                thing=document,
            )
            for document in rows.defer("text")
        }

    def openable(self, user: Reader) -> Any:
        """The names of the files."""
        return Document.objects.visible_to(user).order_by().values("pk", place=F("file"))

    def address(self, request: HttpRequest, number: int, place: str) -> str:
        """Where the file is downloaded."""
        return reverse("wagtaildocs_serve", args=[number, PurePosixPath(place).name])

    def rules(self, numbers: Collection[int]) -> dict[int, int]:
        """One query."""
        rows = Document.objects.filter(pk__in=numbers, collection__collection_rule__isnull=False)
        return dict(rows.order_by().values_list("pk", "collection__collection_rule__rule"))

    def below(self, paths: Collection[str]) -> Iterable[int]:
        """The documents of the collections at and below some paths."""
        where = reduce(or_, (Q(collection__path__startswith=p) for p in paths), Q(pk__in=()))
        return Document.objects.filter(where).values_list("pk", flat=True)


def _describe(document: Any) -> Findable:
    rule = getattr(document.collection, "collection_rule", None)
    name = document.filename.rpartition(".")[0].replace("-", " ").replace("_", " ")
    return Findable(
        kind="document",
        title=plain_line(document.title),
        rule=rule.rule_id if rule else None,
        body=document.text,
        words=plain_line(" ".join(tag.name for tag in document.tags.all())),
        address=plain_line(name),
        date=document.created_at.date(),
    )
