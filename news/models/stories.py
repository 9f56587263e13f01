"""A story."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from conversations.models import TakesCommentsMixin
from core.blocks import BodyBlock
from core.fields import BodyField
from core.models import BasePage, DepartmentMixin, TopicsMixin, hide_closed_departments
from news import kept
from news.forms import StoryForm
from news.models.embargo import EmbargoMixin
from news.querysets import NewsQuerySet


def today() -> date:
    """The date here, for the field's default."""
    return timezone.localdate()


class NewsPage(EmbargoMixin, DepartmentMixin, TopicsMixin, TakesCommentsMixin, BasePage):
    """A story."""

    standfirst = models.TextField(
        max_length=500,
        blank=True,
        help_text="The story in a sentence or two. Shown below the headline and in lists.",
    )
    author = models.CharField(
        "other authors",
        max_length=500,
        blank=True,
        help_text="Names of authors who have no profile here.",
    )
    publication_date = models.DateField(
        default=today,
        db_index=True,
        help_text="The date that readers see, and that lists are ordered by. "
        "To publish later, set a schedule beside the Publish button.",
    )
    lead_image = models.ForeignKey(
        "core.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown above the story and in lists, cut round the image's focal point.",
    )
    lead_image_alt = models.CharField(
        "alternative text",
        max_length=255,
        blank=True,
        help_text="What the picture shows, for those who cannot see it. Left empty, the image's own "
        "description is used; if that is empty too, the picture counts as decoration.",
    )
    what_it_means = models.TextField(
        "what this means for you",
        max_length=500,
        blank=True,
        help_text="What the reader has to do or will notice, in a sentence or two. Stands in a box above the "
        "story. Optional.",
    )
    body = BodyField(BodyBlock())
    on_behalf_of_person = models.ForeignKey(
        "people.Person",
        verbose_name="on behalf of",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Whose words it is, if somebody else wrote them down. Readers are led to the profile.",
    )
    on_behalf_of = models.CharField(
        "on behalf of others",
        max_length=255,
        blank=True,
        help_text="A team, a board or a department: “the Executive Board”.",
    )
    series = models.ForeignKey(
        "news.NewsSeries",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stories",
        help_text="The story says which part of the series it is, and leads to the others.",
    )
    part = models.PositiveSmallIntegerField(
        "number in the series",
        null=True,
        blank=True,
        help_text="Only for series that go by numbers. Left empty, it comes last.",
    )

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("lead_image_alt")], "Lead image"),
        FieldPanel("what_it_means"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                InlinePanel("story_authors", heading="Authors", label="Author"),
                FieldRowPanel([FieldPanel("author"), FieldPanel("publication_date")]),
                FieldRowPanel([FieldPanel("on_behalf_of_person"), FieldPanel("on_behalf_of")]),
                *DepartmentMixin.department_panels,
                *TopicsMixin.topics_panels,
                FieldRowPanel([FieldPanel("series"), FieldPanel("part")]),
            ],
            "About this story",
        ),
        InlinePanel(
            "chosen_stories",
            heading="Related stories",
            label="Related story",
            help_text="Shown below the story, in this order. The rest is filled with stories of the same series, "
            "topics and department.",
        ),
        *EmbargoMixin.embargo_panels,
        InlinePanel(
            "corrections",
            heading="Corrections",
            label="Correction",
            help_text="For what was wrong in a story that people have read. It then says “Updated” at its "
            "head and in lists, and this note at its foot.",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("author"),
        index.SearchField("what_it_means"),
        index.SearchField("body"),
        index.FilterField("publication_date"),
    ]

    settings_panels = [*TakesCommentsMixin.comments_panels, *BasePage.settings_panels]

    base_form_class = StoryForm
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    page_description = "A story, with a headline, a picture and a date."
    kind = "news"
    dated_by = "publication_date"
    kind_label = "News"
    kinds_label = "News"
    stands_in_section = False

    class Meta:
        verbose_name = "news story"
        verbose_name_plural = "news stories"

    @classmethod
    def for_reading(cls) -> NewsQuerySet:
        """Stories with their department and picture at hand."""
        return cls.objects.for_listing(body=True)

    @property
    def teaser(self) -> str:
        """The story in a sentence."""
        return self.standfirst or self.search_description

    @property
    def shown_date(self) -> date:
        """The date that the story bears."""
        return self.publication_date

    @property
    def authors(self) -> list[Any]:
        """The people who wrote it, in the editors' order: one query."""
        rows = self.story_authors.all()
        return [row.person for row in rows.select_related("person")]

    def told_of_comments(self) -> set[int]:
        """The accounts of its authors; of whoever made it where none of them has one."""
        accounts = set(self.story_authors.values_list("person__user", flat=True)) - {None}
        return accounts or super().told_of_comments()

    @property
    def lead_image_text(self) -> str:
        """What the lead image shows, or nothing for decoration."""
        return self.lead_image_alt or (self.lead_image.default_alt_text if self.lead_image else "")

    @property
    def updated_at(self) -> datetime | None:
        """When it was last put right; no query for stories that came by `for_listing`."""
        if "corrected_at" in self.__dict__:
            stored: datetime | None = self.__dict__["corrected_at"]
            return stored
        return max((row.at for row in self.corrections.all()), default=None)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add its topics and corrections, and leave out a department that the reader may not see."""
        hide_closed_departments([self], request.user)
        context = super().get_context(request, *args, **kwargs)
        return context | kept.of_story(self, request)
