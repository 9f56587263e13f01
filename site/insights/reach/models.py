"""What is kept of reading: for ninety days who may not be told from it, and then sums alone.

`Read` says that somebody, under a name that only a salt of the story makes, read a story on a day; it is shown to
nobody. `Reach` and `TimeReach` are what reports show: they only ever grow by five readers or more at once
(`insights.reach.batches`), so that no figure, and no difference of two figures, is about fewer.
"""

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from insights.reach.querysets import ReachQuerySet, TimeReachQuerySet


class Cell(models.IntegerChoices):
    """What stands in place of a department's number."""

    NO_DEPARTMENT = 0, "No department"
    OTHERS = -1, "Other departments"


class TimeBucket(models.IntegerChoices):
    """How long a reader had a story before them, by the least seconds."""

    A_GLANCE = 0, "Under 15 seconds"
    A_LOOK = 15, "15 to 45 seconds"
    A_MINUTE = 45, "45 seconds to 2 minutes"
    MINUTES = 120, "2 to 5 minutes"
    LONG = 300, "5 minutes or more"


class Salt(models.Model):
    """What a story's readers are called by, for ninety days. Once it is gone, no key can be made again."""

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="+")
    salt = models.CharField(max_length=64)
    made_on = models.DateField()

    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"page {self.page_id}, {self.made_on}"


class Read(models.Model):
    """That one reader read a story on a day: how often, and how long.

    No account, and no time finer than the day once half an hour has passed.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    day = models.DateField()
    #: The department's page at that time, or a `Cell`.
    department = models.IntegerField(default=Cell.NO_DEPARTMENT)
    #: Whether it is the first day on which this reader read this story.
    is_first = models.BooleanField()
    reads = models.PositiveSmallIntegerField(default=0)
    #: Until when opening it again is the same read.
    until = models.DateTimeField(null=True)
    #: For how long it was in view; empty where no script told.
    seconds = models.PositiveSmallIntegerField(null=True)
    #: How many of the reads reports know already, and whether some are left; the same of the time.
    told = models.PositiveSmallIntegerField(default=0)
    waits = models.BooleanField(default=True)
    time_waits = models.BooleanField(default=False)

    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("page", "key", "day"), name="insights_read_once_a_day"),
        )
        indexes = (
            models.Index(fields=["day"], name="insights_read_day"),
            models.Index(fields=["page"], name="insights_read_waits", condition=Q(waits=True)),
            models.Index(fields=["page"], name="insights_time_waits", condition=Q(time_waits=True)),
            models.Index(
                fields=["until"], name="insights_read_until", condition=Q(until__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"page {self.page_id}, {self.day}"


class Reach(models.Model):
    """How often a story was read on a day by a department, and by how many who had not read it before."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    department = models.IntegerField()
    reads = models.PositiveIntegerField(default=0)
    readers = models.PositiveIntegerField(default=0)

    objects = ReachQuerySet.as_manager()

    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        verbose_name = "reach of a story"
        verbose_name_plural = "reach of stories"
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(
                fields=("page", "day", "department"), name="insights_reach_once"
            ),
        )
        indexes = (models.Index(fields=["day", "page"], name="insights_reach_day"),)

    def __str__(self) -> str:
        return f"page {self.page_id}, {self.day}: {self.readers}"


class TimeReach(models.Model):
    """How many readers had a story before them for how long."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    bucket = models.PositiveSmallIntegerField(choices=TimeBucket.choices)
    readers = models.PositiveIntegerField(default=0)

    objects = TimeReachQuerySet.as_manager()

    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("page", "day", "bucket"), name="insights_time_once"),
        )
        indexes = (models.Index(fields=["day", "page"], name="insights_time_day"),)

    def __str__(self) -> str:
        return f"page {self.page_id}, {self.day}: {self.readers}"
