"""An event, with its time and place."""

from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import BodyBlock
from core.fields import BodyField
from core.models import BasePage, DepartmentMixin, TopicsMixin, hide_closed_departments
from events import clock, places, times
from events.querysets import EventQuerySet
from events.showing import Reading, readings


class Hour(models.TextChoices):
    """Which is meant of a time that comes twice."""

    FIRST = "first", "The first time, before the clocks go back"
    SECOND = "second", "The second time, after the clocks went back"


class EventPage(DepartmentMixin, TopicsMixin, BasePage):
    """Something that takes place: when, where, and what it is."""

    summary = models.TextField(
        max_length=500,
        blank=True,
        help_text="What it is, in a sentence or two. Shown first and in lists.",
    )
    starts_on = models.DateField(
        "first day",
        validators=times.in_range,
        db_index=True,
        help_text="The day on which it starts, in the event's time zone.",
    )
    starts_time = models.TimeField(
        "starts at",
        null=True,
        blank=True,
        help_text="As clocks show it in the event's time zone. Not needed if it takes all day.",
    )
    ends_on = models.DateField(
        "last day",
        null=True,
        blank=True,
        validators=times.in_range,
        help_text="Only if it goes on after the first day.",
    )
    ends_time = models.TimeField(
        "ends at", null=True, blank=True, help_text="Left empty, the end is open."
    )
    all_day = models.BooleanField(
        "all day", default=False, help_text="It takes whole days; times are not shown."
    )
    time_zone = models.CharField(
        max_length=60,
        default=clock.site_zone,
        choices=clock.zone_choices,
        help_text="Where clocks show the times above. Readers elsewhere are shown both.",
    )
    hour = models.CharField(
        "if the clocks go back then",
        max_length=6,
        default=Hour.FIRST,
        choices=Hour.choices,
        help_text="Matters in one night of the year, when an hour comes twice.",
    )
    place = models.CharField(
        max_length=200, blank=True, help_text="Where people go: “Room 2.14”, “The quay”."
    )
    location = models.ForeignKey(
        "people.Location",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The office, if it is in one of ours; its address is shown too.",
    )
    online_link = models.URLField(
        "link to join",
        max_length=500,
        blank=True,
        validators=[places.https_only],
        help_text="Where people join online. It begins with https://.",
    )
    booking_link = models.URLField(
        "link to book",
        max_length=500,
        blank=True,
        validators=[places.https_only],
        help_text="Where people book a place. Left empty, nobody needs to book.",
    )
    contact = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Whom to ask about it. Readers are led to the profile.",
    )
    cancelled = models.BooleanField(
        default=False,
        help_text="It does not take place. It stays in lists and calendars, marked as cancelled: "
        "whoever has it in a calendar learns of it that way, and would not if you unpublished it.",
    )
    cancelled_note = models.CharField(
        "why, and what instead", max_length=300, blank=True, help_text="Optional. Shown to readers."
    )
    lead_image = models.ForeignKey(
        "core.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown above the text, cut round the image's focal point. Optional.",
    )
    lead_image_alt = models.CharField(
        "alternative text",
        max_length=255,
        blank=True,
        help_text="What the picture shows, for those who cannot see it. Left empty, the image's own "
        "description is used; if that is empty too, the picture counts as decoration.",
    )
    body = BodyField(BodyBlock())
    # What follows from the above, for lists and calendars; `settle` keeps it.
    starts_at = models.DateTimeField(editable=False, db_index=True)
    ends_at = models.DateTimeField(editable=False, db_index=True)
    last_on = models.DateField(editable=False, db_index=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # When it first came out, and followers were told. Never what an older revision says.
    told_at = models.DateTimeField(null=True, editable=False)

    objects = PageManager.from_queryset(EventQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_time")]),
                FieldRowPanel([FieldPanel("ends_on"), FieldPanel("ends_time")]),
                FieldPanel("all_day"),
                FieldRowPanel([FieldPanel("time_zone"), FieldPanel("hour")]),
            ],
            "When",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("place"), FieldPanel("location")]),
                FieldPanel("online_link"),
                FieldPanel("booking_link"),
            ],
            "Where",
        ),
        MultiFieldPanel([FieldPanel("cancelled"), FieldPanel("cancelled_note")], "Cancelled"),
        MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("lead_image_alt")], "Lead image"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("contact"),
                *DepartmentMixin.department_panels,
                *TopicsMixin.topics_panels,
            ],
            "About this event",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("place"),
        index.SearchField("body"),
    ]

    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    page_description = "Something that takes place, with its time and place."
    kind = "event"
    kind_label = "Event"
    kinds_label = "Events"
    stands_in_section = False
    #: What calendars must be told of when it changes.
    told_to_calendars: ClassVar[tuple[str, ...]] = (
        "starts_at",
        "ends_at",
        "all_day",
        "time_zone",
        "place",
        "location_id",
        "online_link",
        "cancelled",
    )

    class Meta:
        verbose_name = "event"
        verbose_name_plural = "events"

    @classmethod
    def for_reading(cls) -> EventQuerySet:
        """Events with their department, place, picture and contact at hand."""
        return cls.objects.for_listing(body=True)

    @property
    def shown_date(self) -> date | None:
        """The day on which it begins."""
        return self.starts_on

    @property
    def entered(self) -> times.Entered:
        """When it takes place, as it was entered."""
        return times.Entered(
            self.starts_on,
            self.starts_time,
            self.ends_on,
            self.ends_time,
            self.all_day,
            self.time_zone,
            self.hour == Hour.SECOND,
        )

    @cached_property
    def when(self) -> list[Reading]:
        """When it takes place, to be read: in its own zone, and in the reader's if that differs."""
        return readings(self)

    @property
    def end_is_open(self) -> bool:
        """Whether nobody said when it ends."""
        return self.entered.ends is None

    @property
    def online_host(self) -> str:
        """Whose service people join at."""
        return urlsplit(self.online_link).hostname or ""

    @property
    def lead_image_text(self) -> str:
        """What the lead image shows, or nothing for decoration."""
        return self.lead_image_alt or (self.lead_image.default_alt_text if self.lead_image else "")

    def clean(self) -> None:
        """It takes place at a time that there is, ends after it starts, and is somewhere."""
        super().clean()
        if self.all_day:
            self.starts_time = self.ends_time = None
        if not self._has_a_time():
            return  # the fields themselves say what is wrong with them
        times.check(self.entered)
        places.check(self)
        self.settle()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what lists and calendars are made of, and count what calendars must be told of."""
        if self._has_a_time():
            self.settle()
        if self.pk and not kwargs.get("update_fields"):
            self._go_on()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Work out the instants at which it begins and ends, and its last day."""
        entered = self.entered
        self.starts_at = entered.starts_at
        self.ends_at = entered.ends_at
        self.last_on = entered.last_on

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Leave out a department that the reader may not see; say whether it is over."""
        hide_closed_departments([self], request.user)
        context = super().get_context(request, *args, **kwargs)
        return context | {"over": self.ends_at <= timezone.now()}

    def _go_on(self) -> None:
        """Take over what the row says of before: a revision knows only of the time at which it was made."""
        rows = EventPage.objects.filter(pk=self.pk)
        before = rows.values("sequence", "told_at", "live", *self.told_to_calendars).first()
        if before is None:
            return
        self.sequence, self.told_at = before.pop("sequence"), before.pop("told_at")
        if before.pop("live"):
            self.sequence += any(getattr(self, name) != value for name, value in before.items())

    def _has_a_time(self) -> bool:
        starts_on: date | None = self.starts_on  # a form that lacks it leaves it empty
        if starts_on is None or self.time_zone not in clock.zone_names():
            return False
        years = {starts_on.year, (self.ends_on or starts_on).year}
        return all(times.FIRST_YEAR <= year <= times.LAST_YEAR for year in years)
