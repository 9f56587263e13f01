"""The entries: a row for everything that can be found. Record, outbox and fallback at once."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from access.models import Rule
from search.querysets import EntryQuerySet


class Entry(models.Model):
    """What search knows of one thing, and how far the copies in Elasticsearch have it.

    `version` rises with each change, and never falls, not even for a thing that was deleted and made
    again: Elasticsearch orders what it is sent by it. An entry that is not `live` is a tombstone: it is kept until
    every index has confirmed that it is gone.
    """

    #: What it holds is the things' own; Wagtail need not know that it names them.
    wagtail_reference_index_ignore = True

    source = models.CharField(max_length=16)
    number = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    live = models.BooleanField(default=True)
    title = models.TextField(blank=True)
    names = models.TextField(blank=True)
    headings = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    #: Editors' keywords.
    words = models.TextField(blank=True)
    #: The texts of links that lead here; never shown.
    anchors = models.TextField(blank=True)
    #: Exact terms as they are written, one a line, and as `search.words.squash` has them.
    exact = models.TextField(blank=True)
    address = models.TextField(blank=True)
    trail = models.TextField(blank=True)
    rule = models.ForeignKey(Rule, null=True, on_delete=models.PROTECT, related_name="+")
    department = models.BigIntegerField(null=True)
    #: The ids of topics: ",3,17,", or empty.
    topics = models.CharField(max_length=500, blank=True)
    #: Whoever is asked about it; what was deleted is left standing, and leads to nobody.
    owner = models.ForeignKey(
        "people.Person",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    date = models.DateField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    live_until = models.DateTimeField(null=True)
    #: From how many things links lead here.
    popularity = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=255, blank=True)
    version = models.BigIntegerField()
    indexed_version = models.BigIntegerField(default=0)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entry"
        verbose_name_plural = "entries"
        constraints = (
            models.UniqueConstraint(fields=("source", "number"), name="search_entry_once"),
        )
        indexes = (
            models.Index(
                fields=["version"],
                condition=Q(indexed_version__lt=F("version")),
                name="search_entry_unsent",
            ),
            models.Index(fields=["rule"], name="search_entry_rule"),
        )

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    @property
    def key(self) -> str:
        """What the entry is called in every index: “page:12”."""
        return f"{self.source}:{self.number}"

    @property
    def topic_ids(self) -> list[int]:
        """The ids of its topics."""
        return [int(number) for number in self.topics.split(",") if number]


class EntryLink(models.Model):
    """That one thing leads to another, in these words."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="links")
    source = models.CharField(max_length=16)
    number = models.BigIntegerField()
    text = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=["source", "number"], name="search_link_target"),)

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.source}:{self.number}: {self.text}"


class Acronym(models.Model):
    """Letters that a text explains: “Senior Civil Service (SCS)”. Known to whoever may read that text."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="acronyms")
    short = models.CharField(max_length=16, db_index=True)
    long = models.CharField(max_length=120, db_index=True)

    def __str__(self) -> str:
        return f"{self.short}: {self.long}"


class Word(models.Model):
    """A word that stands in some entry, folded: what a slip of the pen is compared with."""

    word = models.CharField(max_length=40, primary_key=True)
    #: In how many entries, about.
    entries = models.PositiveIntegerField(default=1)

    objects: Any = models.Manager()

    def __str__(self) -> str:
        return self.word
