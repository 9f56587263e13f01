"""What staff search for, in the CMS: with a way to mend each."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from core.sheets import as_text
from insights.models import SearchLog
from search.cms.trials import SELDOM

USUAL_DAYS = 30
PERIODS = (("7", "Last 7 days"), ("90", "Last 90 days"))
#: A query that failed once was perhaps somebody's name.
TWICE = 2


def told_of(row: dict[str, Any]) -> dict[str, Any]:
    """A row in words, by the names of the columns of a file."""
    last = row.get("last") or row.get("hour")
    return {
        **row,
        "clicks": clicks(row),
        "found": found(row),
        "answers": row.get("answered", ""),
        "last": f"{timezone.localtime(last):%Y-%m-%d}" if last else "",
    }


def clicks(row: dict[str, Any]) -> str:
    """In what share of the searches a result was followed: “75 %”."""
    return _share(row["clicked"], row["times"]) if "clicked" in row else ""


def found(row: dict[str, Any]) -> str:
    """What was answered to “Did you find it?”: “2 of 3”, or the one answer."""
    if "answered" in row:
        return f"{row['yes']} of {row['answered']}" if row["answered"] else "Nobody said"
    return {True: "Yes", False: "No", None: "Did not say"}[row["found"]]


def day(row: dict[str, Any]) -> str:
    """The day of the last time."""
    return f"{timezone.localtime(row.get('last') or row['hour']):%-d %B %Y}"


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else ""


class PeriodFilterSet(WagtailFilterSet):
    """Searches of a period."""

    days = django_filters.ChoiceFilter(
        label="Period", choices=PERIODS, empty_label="Last 30 days", method="since"
    )

    class Meta:
        model = SearchLog
        fields = ("days",)

    def since(self, queryset: Any, name: str, value: str) -> Any:
        """Those of the last so many days."""
        return queryset.since(int(value))


class MendColumn(BaseColumn):
    """What can be done about a query."""

    cell_template_name = "search/cms/mend_cell.html"


class SearchReport(ReportView):
    """A report on the query log."""

    model = SearchLog
    permission_policy = ModelPermissionPolicy(SearchLog)
    any_permission_required = ("view",)
    template_name = "search/cms/report.html"
    results_template_name = "search/cms/report_results.html"
    header_icon = "search"
    verbose_name_plural = "queries"
    filterset_class = PeriodFilterSet
    default_ordering = "-times"
    #: What is and is not listed, in a sentence.
    said = ""
    nothing = "Nothing to report for this period."
    list_export: tuple[str, ...] = ("query", "times")
    export_headings = {
        "query": "Query",
        "times": "Searches",
        "clicks": "Followed a result",
        "found": "Found it",
        "answers": "Answers to “Did you find it?”",
        "vain": "Found nothing",
        "last": "Last asked",
        "comment": "What they said",
    }

    def get_filtered_queryset(self) -> Any:
        """The rows of the chosen period, in the order that was asked for."""
        logs = SearchLog.objects.since(self.days).told_to(self.request.user)
        return self.order_queryset(self.rows(logs))

    @property
    def days(self) -> int:
        """Of how many days it is: those that were chosen, or thirty."""
        form = self.filters.form
        return int((form.is_valid() and form.cleaned_data["days"]) or USUAL_DAYS)

    def rows(self, logs: Any) -> QuerySet[Any]:
        """The rows that the report is of."""
        raise NotImplementedError

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sentence above the table."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        period = f"The last {self.days} days"
        return context | {"said": self.said, "period": period, "no_results_message": self.nothing}

    def get_filename(self) -> str:
        """With the day on which it was made."""
        return (
            f"{self.index_url_name.removeprefix('search_report_')}-{timezone.localdate():%Y-%m-%d}"
        )

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """A row of the file."""
        told = told_of(item)
        return {name: told[name] for name in self.list_export}

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """What people typed never begins a formula."""
        if isinstance(value, str) and export_format == self.FORMAT_CSV:
            return as_text(value)
        return super().preprocess_field_value(field, value, export_format)


class SearchedReport(SearchReport):
    """What is searched."""

    page_title = "What is searched"
    index_url_name = "search_report_searched"
    index_results_url_name = "search_report_searched_results"
    said = (
        f"Queries that were asked {SELDOM} times or more, most frequent first. What was asked more seldom is not listed: "
        "it may be somebody’s name. Nothing here says who asked, and after 90 days it is gone."
    )
    list_export = ("query", "times", "clicks", "found", "answers", "vain")
    columns = [
        Column("query", label="Query"),
        Column("times", label="Searches", sort_key="times", width="9%"),
        Column("clicks", label="Followed a result", accessor=clicks, width="12%"),
        Column("found", label="Found it", accessor=found, width="14%"),
        Column("vain", label="Found nothing", sort_key="vain", width="9%"),
        MendColumn("mend", label="Mend it", width="34%"),
    ]

    def rows(self, logs: Any) -> QuerySet[Any]:
        """All but the seldom ones."""
        return logs.by_query(at_least=SELDOM)


class NothingReport(SearchReport):
    """What finds nothing."""

    page_title = "What finds nothing"
    index_url_name = "search_report_nothing"
    index_results_url_name = "search_report_nothing_results"
    said = (
        "Searches of everything that found nothing, when that happened twice or more. Perhaps staff call it otherwise than "
        "the page does: a synonym mends that. Perhaps there is no page: then somebody ought to write it."
    )
    nothing = "Every query that was asked twice found something."
    list_export = ("query", "times", "last")
    columns = [
        Column("query", label="Query"),
        Column("times", label="In vain", sort_key="times", width="10%"),
        Column("last", label="Last asked", accessor=day, sort_key="last", width="16%"),
        MendColumn("mend", label="Mend it", width="40%"),
    ]

    def rows(self, logs: Any) -> QuerySet[Any]:
        """Those that were in vain twice."""
        return logs.filter(total=0, kind="").by_query(at_least=TWICE)


class NeverClickedReport(SearchReport):
    """What is never clicked."""

    page_title = "What is never clicked"
    index_url_name = "search_report_unclicked"
    index_results_url_name = "search_report_unclicked_results"
    said = (
        f"Queries that were asked {SELDOM} times or more, found something, and of which nobody followed any result. Perhaps the "
        "right page is too far down: see why, and put it first with a best bet."
    )
    nothing = "Of every frequent query some result was followed."
    list_export = ("query", "times", "found", "answers")
    columns = [
        Column("query", label="Query"),
        Column("times", label="Searches", sort_key="times", width="10%"),
        Column("found", label="Found it", accessor=found, width="14%"),
        MendColumn("mend", label="Mend it", width="40%"),
    ]

    def rows(self, logs: Any) -> QuerySet[Any]:
        """Those without any click."""
        return logs.by_query(at_least=SELDOM).filter(clicked=0, most__gt=0)


class CommentsReport(SearchReport):
    """What staff say of search."""

    page_title = "What staff say of search"
    index_url_name = "search_report_comments"
    index_results_url_name = "search_report_comments_results"
    said = "What was written to “Did you find it?”, newest first, with the search that it is about. Nobody’s name is kept."
    nothing = "Nobody wrote anything in this period."
    default_ordering = "-hour"
    list_export = ("query", "found", "comment", "last")
    columns = [
        Column("query", label="Query"),
        Column("found", label="Found it", accessor=found, width="10%"),
        Column("comment", label="What they said", width="35%"),
        Column("hour", label="When", accessor=day, sort_key="hour", width="14%"),
        MendColumn("mend", label="Mend it", width="24%"),
    ]

    def rows(self, logs: Any) -> QuerySet[Any]:
        """Each search that was written about."""
        written: QuerySet[Any] = logs.exclude(comment="")
        return written.values("query", "found", "comment", "hour")


REPORTS = (SearchedReport, NothingReport, NeverClickedReport, CommentsReport)
