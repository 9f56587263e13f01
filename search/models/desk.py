"""What editors keep for search besides best bets: synonyms, judged queries and weights."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel

from search.words import folded_words

LEAST_WEIGHT, MOST_WEIGHT = 0, 50


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
        help_text="The addresses that answer it, best first, one a line: “/handbook/leave/”. Copy them "
        "from the browser; the name of the host is left out."
    )

    panels = [FieldPanel("query"), FieldPanel("answers"), FieldPanel("set_name")]

    class Meta:
        verbose_name = "judged query"
        verbose_name_plural = "judged queries"
        ordering = ("set_name", "query")
        constraints = (
            models.UniqueConstraint(fields=("set_name", "query"), name="search_judged_once"),
        )

    def __str__(self) -> str:
        return f"{self.set_name}: {self.query}"

    def clean(self) -> None:
        """Words to ask, and addresses on this site, each once."""
        super().clean()
        errors: dict[str, str] = {}
        if self.query and not folded_words(self.query):
            errors["query"] = "Write words as staff type them, such as “annual leave”."
        paths = [_path(line) for line in self.answers.split()]
        self.answers = "\n".join(dict.fromkeys(paths))
        if wrong := next((path for path in paths if not path.startswith("/")), ""):
            errors["answers"] = (
                f"“{wrong}” is no address of this site. Write one a line, from the first slash on: “/handbook/leave/”."
            )
        if errors:
            raise ValidationError(errors)


def _path(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return unquote(parts.path) if parts.scheme in {"http", "https"} else address


def _weight(default: float, help_text: str) -> "models.FloatField[float, float]":
    validators = [
        MinValueValidator(LEAST_WEIGHT, "Give a number from 0 to 50. With 0 it does not count."),
        MaxValueValidator(MOST_WEIGHT, "Give a number from 0 to 50."),
    ]
    return models.FloatField(default=default, help_text=help_text, validators=validators)


class Weights(models.Model):
    """How much each reason to be found counts. The numbers are points; see `search.ranking`."""

    title = _weight(4.0, "The words stand in the title.")
    names = _weight(6.0, "The words are a person's name.")
    headings = _weight(4.0, "They stand in headings.")
    summary = _weight(1.0, "They stand in the summary.")
    words = _weight(3.0, "They are the editors' keywords, or links lead here with them.")
    body = _weight(1.0, "They stand in the text.")
    recency = _weight(0.5, "It is new: at most so many points, half of them after a year.")
    popularity = _weight(2.0, "Many pages lead to it: at most so many points.")

    class Meta:
        verbose_name = "search weights"
        verbose_name_plural = "search weights"

    def __str__(self) -> str:
        return "Search weights"
