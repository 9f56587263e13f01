"""One list of topics for the whole site."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel


class Topic(TagBase):
    """What a page is about, in a word or two: "pay", "travel", "accessibility"."""

    free_tagging = True

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        verbose_name = "topic"
        verbose_name_plural = "topics"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class PageTopic(ItemBase):
    """That a page is about a topic."""

    #: Wagtail leaves tags out of its index of references; with ours in, a topic knows its pages.
    wagtail_reference_index_ignore = False

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="page_topics")
    content_object = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="page_topics"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("tag", "content_object"), name="core_pagetopic_once"),
        )

    def __str__(self) -> str:
        return f"{self.content_object}: {self.tag}"


class TopicsMixin(models.Model):
    """Brings topics and their panel to a page type."""

    topics = ClusterTaggableManager(
        through="core.PageTopic",
        blank=True,
        verbose_name="topics",
        help_text="What it is about. Start typing to pick a topic that exists.",
    )

    topics_panels = [FieldPanel("topics")]

    class Meta:
        abstract = True
