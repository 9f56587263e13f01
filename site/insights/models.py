"""What is kept of a search, and what is not: who searched. What is kept of reading is in `insights.reach`."""

from django.db import models
from wagtail.models import Page

from access.models import Rule
from insights.querysets import SearchLogQuerySet
from insights.reach.models import Reach, Read, Salt, TimeReach


class SearchLog(models.Model):
    """One search: its words, how much it found, and what came of it.

    No name, no account, no address of a machine, and no time finer than the hour: nobody can be told from it.
    Words that look like an e-mail address or a number are not kept (`insights.private`).
    """

    #: What a results page calls its search by, to say later what came of it.
    token = models.CharField(max_length=32, unique=True)
    query = models.CharField(max_length=100)
    #: The kind that results were narrowed to, or empty.
    kind = models.CharField(max_length=16, blank=True)
    #: The hour in which it was asked.
    hour = models.DateTimeField()
    total = models.PositiveIntegerField()
    #: What one must be to be told of it: the rule of what was found, of the most open of the first hits. Empty if
    #: nothing was, which anybody may be told.
    rule = models.ForeignKey(Rule, null=True, on_delete=models.CASCADE, related_name="+")
    engine = models.CharField(max_length=20, blank=True)
    #: The place of the first result that was followed.
    clicked_rank = models.PositiveSmallIntegerField(null=True)
    #: What that was, if it was a page.
    clicked_page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    #: The answer to “Did you find it?”, if one was given.
    found = models.BooleanField(null=True)
    comment = models.CharField(max_length=300, blank=True)

    objects = SearchLogQuerySet.as_manager()

    clicked_page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        verbose_name = "search"
        verbose_name_plural = "searches"
        ordering = ("-hour", "-pk")
        indexes = (models.Index(fields=["hour", "query"], name="insights_search_hour"),)

    def __str__(self) -> str:
        return f"{self.query}: {self.total}"


__all__ = ["Reach", "Read", "Salt", "SearchLog", "TimeReach"]
