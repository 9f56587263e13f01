"""The rules: one row for each distinct requirement, and which of them each page and collection has."""

from django.db import models
from wagtail.models import Collection, Page


class Rule(models.Model):
    """What a person must be to see something.

    `requirement` is canonical JSON (see `access.rules`): `[]` lets in any signed-in person,
    `[["group:4","group:7"],["group:9"]]` those in 4 or 7, and in 9, and `[[]]` nobody.
    """

    digest = models.CharField(max_length=64, unique=True)
    requirement = models.TextField()

    def __str__(self) -> str:
        return self.requirement


class PageRule(models.Model):
    """The rule of a page. A page without a row is for superusers alone."""

    page = models.OneToOneField(
        Page, primary_key=True, on_delete=models.CASCADE, related_name="page_rule"
    )
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")

    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    def __str__(self) -> str:
        return f"page {self.page_id}: {self.rule_id}"


class CollectionRule(models.Model):
    """The rule of a collection, and so of the files in it."""

    collection = models.OneToOneField(
        Collection, primary_key=True, on_delete=models.CASCADE, related_name="collection_rule"
    )
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"collection {self.collection_id}: {self.rule_id}"
