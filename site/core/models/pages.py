"""What every page type shares."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.search import index

from access.querysets import ReadablePageQuerySet
from core.forms import BasePageForm

BasePageManager = PageManager.from_queryset(ReadablePageQuerySet)


class BasePage(Page):
    """A page of Corridor: it can say in a sentence what it is, and which department it is of.

    Abstract, so that a page costs no join of ours. `kind` is what search and listings call it;
    `stands_in_section` is off for pages that their parent lists in its own way, such as stories.
    """

    kind: ClassVar[str] = "page"
    kind_label: ClassVar[str] = "Page"
    kinds_label: ClassVar[str] = "Pages"
    stands_in_section: ClassVar[bool] = True
    #: Set by routing, which has asked `access` whether this reader may see the page.
    reader_was_checked = False

    keywords = models.CharField(
        "other words for it",
        max_length=500,
        blank=True,
        help_text="Words that staff may search for and that the page does not use, such as “holiday” "
        "for annual leave. Separated by commas; not shown.",
    )

    content_owner = models.ForeignKey(
        "people.Person",
        verbose_name="owner",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who keeps the page right and is asked about it. Readers see the name.",
    )

    objects = BasePageManager()

    content_panels = [
        TitleFieldPanel(
            "title",
            help_text="As staff would look for it. Short: it stands in menus and lists too.",
        )
    ]
    promote_panels = [
        FieldPanel(
            "slug",
            heading="Address",
            help_text="The last part of the page's address. When you change it, the old address "
            "leads here.",
        ),
        FieldPanel("keywords"),
        FieldPanel(
            "show_in_menus",
            help_text="Tick for the few pages that everybody looks for. Those directly below the "
            "home page then stand in the header of every page.",
        ),
    ]

    settings_panels = [FieldPanel("content_owner"), *Page.settings_panels]

    search_fields = [*Page.search_fields, index.SearchField("keywords")]

    base_form_class = BasePageForm

    class Meta:
        abstract = True

    @classmethod
    def for_reading(cls) -> QuerySet[Any]:
        """The pages of this type with all that showing one of them needs, in one query."""
        return cls._default_manager.select_related("content_owner")

    @property
    def teaser(self) -> str:
        """One or two sentences for listings and search results; page types say which."""
        return str(getattr(self, "summary", "") or self.search_description)

    @property
    def shown_date(self) -> date | None:
        """The date that listings and search results give: when it last changed, unless a type differs."""
        return timezone.localdate(self.last_published_at) if self.last_published_at else None

    @property
    def body_field(self) -> Any:
        """The StreamField that holds the page's text, or None if it has none."""
        return getattr(self, "body", None)

    @cached_property
    def contents(self) -> list[dict[str, Any]]:
        """The contents list: each section's `text`, `anchor` and its `parts` (the same, a level down)."""
        sections: list[dict[str, Any]] = []
        # As it is stored: reading it as blocks would fetch every picture of the page.
        for block in self.body_field.raw_data if self.body_field else ():
            if block["type"] != "heading":
                continue
            heading = block["value"]
            entry = {"text": heading["text"], "anchor": heading.get("anchor", ""), "parts": []}
            if heading["level"] == "2" or not sections:
                sections.append(entry)
            elif heading["level"] == "3":
                sections[-1]["parts"].append(entry)
        return sections

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """What Wagtail asks before it serves a page; nothing is left to ask once routing has.

        Its own answer to a reader without the right is a sign-in page, which says that there is
        something; ours is 404, given by routing.
        """
        if self.reader_was_checked:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()
