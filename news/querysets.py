"""Reading news."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page

from access.querysets import ReadablePageQuerySet, Reader, readable_by, readable_q
from core.models import Topic

#: What a card does not show.
STORY_ONLY = ("body",)
#: What a story's department brings along that no story shows.
FRONT_PAGE_ONLY = (
    "department__body",
    "department__services",
    "department__contacts",
    "department__quick_links",
)
#: What a story in a list brings along, and what a story that is read does besides.
NEAR = ("department__page_rule", "lead_image")
NEAR_A_STORY = ("content_owner", "series", "on_behalf_of_person")
LATEST_YEAR = 9999


class NewsListQuerySet(ReadablePageQuerySet):
    """News lists."""

    def above(self, story: Page, user: Reader) -> Page | None:
        """The list that a story stands in, if `user` may read it."""
        return self.readable_by(user).filter(path=story.path[: -Page.steplen]).first()


class NewsQuerySet(ReadablePageQuerySet):
    """Stories, in the ways that lists need them."""

    def latest_first(self) -> "NewsQuerySet":
        """By the date they bear, newest first; ties by when they came."""
        return self.order_by("-publication_date", "-pk")

    def of_department(self, department: Page) -> "NewsQuerySet":
        """Stories that name the department, or that stand in its own site."""
        return self.filter(Q(department_id=department.pk) | Q(path__startswith=department.path))

    def narrowed(
        self,
        user: Reader,
        topic: str = "",
        department: str = "",
        series: str = "",
        year: str = "",
    ) -> "NewsQuerySet":
        """Stories about the topic, of the department, the series and the year, each where it is given.

        Topic, department and series are slugs. What does not exist, or is closed to `user`, has no stories.
        """
        stories = self
        if topic:
            stories = stories.filter(page_topics__tag__slug=topic)
        if department:
            stories = stories.filter(readable_q(user, "department__"), department__slug=department)
        if series:
            stories = stories.filter(series__slug=series)
        if year:
            known = year.isascii() and year.isdecimal() and 0 < int(year[:5]) <= LATEST_YEAR
            stories = stories.filter(publication_date__year=int(year)) if known else stories.none()
        return stories

    def for_listing(self, *, body: bool = False) -> "NewsQuerySet":
        """With department and picture at hand, and `corrected_at`; without the body, unless it is asked for."""
        unread = FRONT_PAGE_ONLY if body else (*STORY_ONLY, *FRONT_PAGE_ONLY)
        near = (*NEAR, *(NEAR_A_STORY if body else ()))
        corrections = self.model._meta.get_field("corrections").related_model._default_manager
        last = corrections.filter(page=OuterRef("pk")).order_by("-at").values("at")[:1]
        return self.select_related(*near).defer(*unread).annotate(corrected_at=Subquery(last))

    def by(self, person: Any) -> "NewsQuerySet":
        """The stories that a person wrote."""
        return self.filter(story_authors__person=person.pk)

    def years(self) -> list[dict[str, Any]]:
        """Each year with stories: `{"year": 2026, "stories": 12}`, newest first."""
        return list(
            self.order_by()
            .values(year=F("publication_date__year"))
            .annotate(stories=Count("pk"))
            .order_by("-year")
        )

    def topics(self) -> list[Topic]:
        """The topics of these stories, by name."""
        return list(Topic.objects.filter(page_topics__content_object__in=self._ids()).distinct())

    def all_series(self) -> list[Any]:
        """The series of these stories, by title."""
        series = self.model._meta.get_field("series").related_model._default_manager
        return list(series.filter(pk__in=self.order_by().values("series")))

    def departments(self, user: Reader) -> list[Page]:
        """The departments of these stories that `user` may see, by name."""
        ids = self.order_by().values("department_id")
        return list(readable_by(Page.objects.filter(pk__in=ids), user).order_by("title"))

    def _ids(self) -> Any:
        return self.order_by().values("pk")


class PinQuerySet(QuerySet[Any]):
    """Pinned stories, by default the lead first."""

    def at(self, place: Page | None) -> "PinQuerySet":
        """What is pinned in a place, and what was until its time was over: on the home page, if it is None."""
        return self.filter(place=None if place is None else place.pk)


class AlertQuerySet(QuerySet[Any]):
    """Alerts."""

    def not_over(self, moment: datetime | None = None) -> "AlertQuerySet":
        """Those that stand, or will."""
        return self.filter(ends_at__gt=moment or timezone.now())

    def standing(self, moment: datetime | None = None) -> "AlertQuerySet":
        """Those that stand now."""
        moment = moment or timezone.now()
        return self.not_over(moment).filter(starts_at__lte=moment)
