"""News: a list, and stories."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from conversations.models import TakesCommentsMixin
from core.blocks import BodyBlock
from core.fields import BodyField
from core.models import BasePage, DepartmentMixin, TopicsMixin, hide_closed_departments
from news.querysets import NewsListQuerySet, NewsQuerySet

STORIES_A_PAGE = 12


def today() -> date:
    """The date here, for the field's default."""
    return timezone.localdate()


class NewsIndexPage(BasePage):
    """A list of stories, newest first, by topic, department and year."""

    summary = models.TextField(
        "introduction",
        max_length=400,
        blank=True,
        help_text="A sentence above the list. Optional.",
    )

    objects = PageManager.from_queryset(NewsListQuerySet)()

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]
    search_fields = [*BasePage.search_fields, index.SearchField("summary")]

    parent_page_types = ["home.HomePage", "departments.DepartmentPage", "news.NewsIndexPage"]
    subpage_types = ["news.NewsPage", "news.NewsIndexPage"]
    page_description = "A list of stories. A site may have several."

    class Meta:
        verbose_name = "news list"
        verbose_name_plural = "news lists"

    def stories(self, request: HttpRequest) -> NewsQuerySet:
        """The stories below this list that the reader may see, newest first."""
        stories = NewsPage.objects.descendant_of(self) if self.path else NewsPage.objects.none()
        return stories.readable_by(request.user).latest_first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of stories, and what they can be narrowed by."""
        context = super().get_context(request, *args, **kwargs)
        every = self.stories(request)
        wanted = {name: request.GET.get(name, "") for name in ("topic", "department", "year")}
        years, topics = every.years(), every.topics()
        departments = every.departments(request.user)
        found = every.narrowed(request.user, **wanted).for_listing()
        page = Paginator(found, STORIES_A_PAGE).get_page(request.GET.get("page"))
        page.object_list = hide_closed_departments(page.object_list, request.user)
        context |= {
            "stories": page,
            "topic": next((topic for topic in topics if topic.slug == wanted["topic"]), None),
            "topics": topics,
            "department": next((d for d in departments if d.slug == wanted["department"]), None),
            "departments": departments,
            "year": wanted["year"],
            "years": years,
            "filtered": any(wanted.values()),
            "filters": urlencode({name: value for name, value in wanted.items() if value}),
        }
        return context


class NewsPage(DepartmentMixin, TopicsMixin, TakesCommentsMixin, BasePage):
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
    body = BodyField(BodyBlock())

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("lead_image_alt")], "Lead image"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                InlinePanel("story_authors", heading="Authors", label="Author"),
                FieldRowPanel([FieldPanel("author"), FieldPanel("publication_date")]),
                *DepartmentMixin.department_panels,
                *TopicsMixin.topics_panels,
            ],
            "About this story",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("author"),
        index.SearchField("body"),
        index.FilterField("publication_date"),
    ]

    settings_panels = [*TakesCommentsMixin.comments_panels, *BasePage.settings_panels]

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    page_description = "A story, with a headline, a picture and a date."
    kind = "news"
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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Leave out a department that the reader may not see."""
        hide_closed_departments([self], request.user)
        return super().get_context(request, *args, **kwargs)


class StoryAuthor(Orderable):
    """That somebody wrote a story, or one of those who did."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="story_authors")
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Readers are led to the profile.",
    )

    panels = [FieldPanel("person")]

    class Meta(Orderable.Meta):
        verbose_name = "author"
        verbose_name_plural = "authors"
        constraints = (models.UniqueConstraint(fields=("page", "person"), name="news_author_once"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.page}"
