"""Alerts, series and story templates in the CMS."""

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.clock import on_the_clock
from news.enums import Audience
from news.models import Alert, NewsSeries, StoryTemplate

SUBMENU = "register_news_menu_item"


def state_of(alert: Alert) -> str:
    """Whether an alert stands, in words with the time that matters."""
    now = timezone.now()
    if alert.starts_at > now:
        return f"Stands from {on_the_clock(alert.starts_at)}"
    if alert.ends_at > now:
        return f"Stands now, until {on_the_clock(alert.ends_at)}"
    return f"Over since {on_the_clock(alert.ends_at)}"


def audience_of(alert: Alert) -> str:
    """Whom an alert is for, in words."""
    if alert.audience == Audience.ALL:
        return "Everybody"
    number = alert.departments_named
    return f"{number} department{'' if number == 1 else 's'}"


class NoChooser(SnippetChooserViewSet):
    """No door to choose one by: nothing asks for it, and Wagtail would open its lists to every editor."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """None."""
        return []


class AlertForm(WagtailAdminModelForm):
    """An alert for departments says for which."""

    def clean(self) -> dict[str, Any]:
        """Ask for a department where the alert is for some."""
        cleaned: dict[str, Any] = super().clean()
        rows = self.formsets["alert_departments"].forms
        named = [row for row in rows if row.is_valid() and _is_named(row.cleaned_data)]
        if cleaned.get("audience") == Audience.DEPARTMENTS and not named:
            self.add_error("audience", "Name at least one department below, or choose “Everybody”.")
        return cleaned


def _is_named(row: dict[str, Any]) -> bool:
    return bool(row.get("department")) and not row.get("DELETE")


class AlertViewSet(SnippetViewSet):
    """Alerts, the latest first."""

    model = Alert
    icon = "warning"
    menu_label = "Alerts"
    menu_name = "alerts"
    copy_view_enabled = True
    chooser_viewset_class = NoChooser
    search_fields = ["title", "text"]
    ordering = ["-starts_at", "-pk"]
    list_display = [
        "title",
        Column("state", label="When", accessor=state_of),
        Column("tone", label="Tone", accessor="get_tone_display", width="12%"),
        Column("audience", label="For", accessor=audience_of, width="15%"),
    ]

    edit_handler = ObjectList(Alert.panels, base_form_class=AlertForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alert]:
        """Every alert, with the number of its departments."""
        found: QuerySet[Alert] = Alert.objects.annotate(
            departments_named=Count("alert_departments")
        )
        return found


class SeriesForm(WagtailAdminModelForm):
    """A series' name, which is one line of plain words."""

    def clean_title(self) -> str:
        """The title without what nobody sees of it."""
        return " ".join(self.cleaned_data["title"].split())


class SeriesViewSet(SnippetViewSet):
    """Series, each with the number of its stories."""

    model = NewsSeries
    icon = "list-ol"
    menu_label = "Series"
    menu_name = "news-series"
    copy_view_enabled = False
    search_fields = ["title", "summary"]
    search_backend_name = None
    ordering = ["title"]
    list_display = [
        "title",
        Column("order", label="Order", accessor="get_order_display"),
        Column("number", label="Stories", accessor="number", width="12%"),
    ]
    edit_handler = ObjectList(NewsSeries.panels, base_form_class=SeriesForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet[NewsSeries]:
        """Every series, with its number of stories."""
        return NewsSeries.objects.annotate(number=Count("stories"))


class TemplateViewSet(SnippetViewSet):
    """What stories start from."""

    model = StoryTemplate
    icon = "doc-full"
    menu_label = "Story templates"
    menu_name = "story-templates"
    copy_view_enabled = True
    chooser_viewset_class = NoChooser
    search_fields = ["name", "description", "headline"]
    search_backend_name = None
    ordering = ["name"]
    list_display = [
        "name",
        Column("description", label="When to use it", accessor="description"),
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("name"), FieldPanel("description")], "The template"),
            MultiFieldPanel(
                [
                    FieldPanel("headline"),
                    FieldPanel("standfirst"),
                    FieldPanel("what_it_means"),
                    FieldPanel("body"),
                    PageChooserPanel("department"),
                    FieldPanel("topics", widget=CheckboxSelectMultiple),
                ],
                "What the story starts with",
            ),
        ]
    )


class NewsGroup(SnippetViewSetGroup):
    """The menu of what news is made with, for those who keep it."""

    items: Any = (AlertViewSet, SeriesViewSet, TemplateViewSet)
    menu_label = "News"
    menu_name = "news"
    menu_icon = "doc-full-inverse"
    menu_order = 115
    submenu_hook = SUBMENU
