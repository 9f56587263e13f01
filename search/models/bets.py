"""Best bets: what an editor puts first for some queries."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)

from search.querysets import BestBetQuerySet
from search.words import folded_words

ONE_TARGET = "Choose one target: a page, a document, a person or a web address."


class BetState(models.TextChoices):
    """Whether a best bet holds."""

    ON = "on", "On"
    PLANNED = "planned", "Planned"
    ENDED = "ended", "Ended"


class BestBet(ClusterableModel):
    """What an editor puts first for some queries, whatever the engine says."""

    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    document = models.ForeignKey(
        "core.Document", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    url = models.URLField("web address", blank=True, help_text="Only for places elsewhere.")
    title = models.CharField(
        max_length=120,
        blank=True,
        help_text="What staff read. Left empty, it is the target's own title; a web address needs one.",
    )
    text = models.CharField(
        max_length=255, blank=True, help_text="A sentence below the title. Optional."
    )
    starts_on = models.DateField(
        "from", null=True, blank=True, help_text="Left empty, it holds at once."
    )
    ends_on = models.DateField(
        "until", null=True, blank=True, help_text="The last day. Left empty, it goes on."
    )
    order = models.PositiveSmallIntegerField(
        default=100, help_text="Of several for one query, smaller numbers stand first."
    )

    objects = BestBetQuerySet.as_manager()

    panels = [
        InlinePanel(
            "phrases",
            min_num=1,
            heading="Searched words",
            label="Words",
            help_text="What staff type: each way of saying it is one entry. The whole search has to be these "
            "words; capitals, accents and the order of words do not matter.",
        ),
        MultiFieldPanel(
            [
                PageChooserPanel("page"),
                FieldPanel("document"),
                FieldPanel("person"),
                FieldPanel("url"),
            ],
            heading="What to put first",
            help_text="Choose one. Only staff who may see it get it.",
        ),
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("text")], heading="What staff read (optional)"
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("order"),
            ],
            heading="When, and in which order (optional)",
        ),
    ]

    class Meta:
        verbose_name = "best bet"
        verbose_name_plural = "best bets"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        # Not by its target: histories keep this, and the target may be closed to who reads them.
        return f"“{self.said}”"

    def clean(self) -> None:
        """One target; a title where there is none to take; dates in their order."""
        super().clean()
        errors: dict[str, str] = {}
        targets = [self.page_id, self.document_id, self.person_id, self.url]
        if len([target for target in targets if target]) != 1:
            errors["page"] = ONE_TARGET
        elif self.url and not self.title:
            errors["title"] = "Say what is at that address."
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = "The last day lies before the first. Choose a later one."
        if errors:
            raise ValidationError(errors)

    @property
    def said(self) -> str:
        """The words that it is for: “leave, annual leave”."""
        return ", ".join(one.phrase for one in self.phrases.all())

    @property
    def target(self) -> object:
        """What it leads to, if that is a thing of the intranet."""
        return self.page or self.document or self.person

    def is_on(self, day: date | None = None) -> bool:
        """Whether it holds on a day, by default today."""
        day = day or timezone.localdate()
        return self.state_on(day) == BetState.ON

    def state_on(self, day: date) -> BetState:
        """Whether it holds on a day, will hold, or did."""
        if self.ends_on is not None and self.ends_on < day:
            return BetState.ENDED
        if self.starts_on is not None and self.starts_on > day:
            return BetState.PLANNED
        return BetState.ON


def folded_phrase(text: str) -> str:
    """What phrases and queries are compared by: folded words in alphabetical order."""
    return " ".join(sorted(folded_words(text)))[:120]


class BetPhrase(models.Model):
    """Words for which a best bet stands first."""

    bet = ParentalKey(BestBet, on_delete=models.CASCADE, related_name="phrases")
    phrase = models.CharField("words", max_length=120)
    #: What queries are compared with: folded words in alphabetical order.
    folded = models.CharField(max_length=120, db_index=True, editable=False)

    panels = [FieldPanel("phrase")]

    def __str__(self) -> str:
        return self.phrase

    def save(self, *args: object, **kwargs: object) -> None:
        """Fold the words."""
        self.folded = folded_phrase(self.phrase)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """Words, and not only signs."""
        super().clean()
        if not folded_words(self.phrase):
            raise ValidationError(
                {"phrase": "Write words as staff type them, such as “annual leave”."}
            )
