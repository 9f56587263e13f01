"""What a story may start from."""

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from core.blocks import BodyBlock
from core.fields import BodyField


class StoryTemplate(ClusterableModel):
    """A story half written: editors begin with it and fill it in."""

    name = models.CharField(
        max_length=120, unique=True, help_text="As editors choose it: “New colleague”."
    )
    description = models.CharField(
        max_length=300, blank=True, help_text="When to use it, in a sentence."
    )
    headline = models.CharField(
        max_length=255,
        help_text="The title that the story starts with: “Welcome, [name]”.",
    )
    standfirst = models.TextField(max_length=500, blank=True)
    what_it_means = models.TextField("what this means for you", max_length=500, blank=True)
    body = BodyField(BodyBlock())
    department = models.ForeignKey(
        "departments.DepartmentPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Left empty, it is the department in whose site the story is put.",
    )
    topics = ParentalManyToManyField("core.Topic", blank=True, related_name="+")

    class Meta:
        verbose_name = "story template"
        verbose_name_plural = "story templates"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
