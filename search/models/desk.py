"""What editors keep for search: best bets, synonyms, judged queries and weights."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from search.words import folded_words

ONE_TARGET = "Choose one target: a page, a document, a person or a web address."


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

    panels = [
        InlinePanel(
            "phrases",
            min_num=1,
            heading="Searched words",
            label="Words",
            help_text="What staff type, one a line. Capitals, accents and the order of words do not matter.",
        ),
        PageChooserPanel("page"),
        FieldPanel("document"),
        FieldPanel("person"),
        FieldPanel("url"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("order"),
    ]

    class Meta:
        verbose_name = "best bet"
        verbose_name_plural = "best bets"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title or str(self.target or self.url)

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
    def target(self) -> object:
        """What it leads to, if that is a thing of the intranet."""
        return self.page or self.document or self.person

    def is_on(self, day: date | None = None) -> bool:
        """Whether it holds on a day, by default today."""
        day = day or timezone.localdate()
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.ends_on is None or self.ends_on >= day)


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
        self.folded = " ".join(sorted(folded_words(self.phrase)))[:120]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Synonym(models.Model):
    """Words that mean the same, or an acronym and what it stands for."""

    words = models.TextField(
        max_length=500,
        help_text="Separated by commas: “annual leave, holiday, vacation”. An acronym and its long form "
        "too: “SCS, Senior Civil Service”.",
    )
    is_one_way = models.BooleanField(
        "first finds the others",
        default=False,
        help_text="Tick if only the first leads to the others: who types “laptop” also wants "
        "“equipment”, but who types “equipment” wants more than laptops.",
    )
    note = models.CharField(
        max_length=255, blank=True, help_text="Why it is here. For other editors."
    )

    panels = [FieldPanel("words"), FieldPanel("is_one_way"), FieldPanel("note")]

    class Meta:
        verbose_name = "synonym"
        verbose_name_plural = "synonyms and acronyms"
        ordering = ("words",)

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        """At least two, each of them words."""
        super().clean()
        if len(self.phrases) < 2:  # noqa: PLR2004
            raise ValidationError(
                {"words": "Give at least two, with a comma between: “annual leave, holiday”."}
            )

    @property
    def phrases(self) -> list[tuple[str, ...]]:
        """What means the same, each as folded words."""
        parts = (tuple(folded_words(part)) for part in self.words.split(","))
        return list(dict.fromkeys(part for part in parts if part))


class JudgedQuery(models.Model):
    """A query, and what it ought to find: what search is measured by."""

    set_name = models.CharField(
        "set", max_length=40, default="staff", help_text="Sets are counted apart."
    )
    query = models.CharField(max_length=200)
    answers = models.TextField(
        help_text="The addresses that answer it, best first, one a line: “/handbook/leave/”."
    )

    panels = [FieldPanel("set_name"), FieldPanel("query"), FieldPanel("answers")]

    class Meta:
        verbose_name = "judged query"
        verbose_name_plural = "judged queries"
        ordering = ("set_name", "query")
        constraints = (
            models.UniqueConstraint(fields=("set_name", "query"), name="search_judged_once"),
        )

    def __str__(self) -> str:
        return f"{self.set_name}: {self.query}"


def _weight(default: float, help_text: str) -> "models.FloatField[float, float]":
    return models.FloatField(default=default, help_text=help_text)


@register_setting(icon="search", order=900)
class Weights(BaseGenericSetting):
    """How much each reason to be found counts. The numbers are points; see `search.ranking`."""

    title = _weight(5.0, "The words stand in the title.")
    names = _weight(6.0, "The words are a person's name.")
    headings = _weight(4.0, "They stand in headings.")
    summary = _weight(1.5, "They stand in the summary.")
    words = _weight(3.0, "They are the editors' keywords, or links lead here with them.")
    body = _weight(1.0, "They stand in the text.")
    recency = _weight(0.5, "It is new: at most so many points, half of them after a year.")
    popularity = _weight(1.0, "Many pages lead to it: at most so many points.")

    class Meta:
        verbose_name = "search weights"
        verbose_name_plural = "search weights"
