"""The change log of one person or team in the CMS."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import BaseListingView, BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from audit.models import Change


class ChangesColumn(Column):
    """Each field that changed: its name, what it said before, and after."""

    cell_template_name = "people/admin/changes_cell.html"


class ChangesView(BaseObjectMixin, PermissionCheckedMixin, BaseListingView):
    """Who changed what of something, when, and from what to what; the newest first."""

    permission_required = "change"
    page_title = "Changes"
    header_icon = "history"
    paginate_by = 50
    verbose_name_plural = "changes"
    edit_url_name = ""
    changes_url_name = ""

    def get_base_queryset(self) -> QuerySet[Change]:
        """The changes of this one thing."""
        return Change.objects.of(self.object)

    def get_page_subtitle(self) -> str:
        """Whose changes they are."""
        return str(self.object)

    def get_index_url(self) -> str:
        """This page's own address."""
        return reverse(self.changes_url_name, args=[quote(self.object.pk)])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the form."""
        edit = reverse(self.edit_url_name, args=[quote(self.object.pk)])
        here = {"url": "", "label": "Changes", "sublabel": str(self.object)}
        return [*self.breadcrumbs_items, {"url": edit, "label": str(self.object)}, here]

    @cached_property
    def columns(self) -> list[Column]:
        """When, who, where and what."""
        return [
            DateColumn("at", label="When", width="15%"),
            Column("actor", label="Who", accessor=who, width="15%"),
            Column("door", label="Where", accessor="get_door_display", width="15%"),
            ChangesColumn(
                "lines", label="What", accessor=lambda one: list(in_labels(self.model, one))
            ),
        ]


class LinksToChanges:
    """For the form's view: a button that leads to the changes."""

    changes_url_name = ""

    @cached_property
    def header_more_buttons(self: Any) -> list[Button]:
        """The buttons of Wagtail, and ours."""
        url = reverse(self.changes_url_name, args=[quote(self.object.pk)])
        changes = Button("Changes", url=url, icon_name="history", priority=5)
        return [*super().header_more_buttons, changes]  # type: ignore[misc]


def who(change: Change) -> str:
    """The name of who made a change; nobody's where it came by itself or the account is gone."""
    return str(change.actor.get_full_name() or change.actor) if change.actor else "–"


def in_labels(model: type[Model], change: Change) -> Iterable[dict[str, str]]:
    """The fields of a change by the names that forms give them."""
    for line in change.lines:
        yield {**line, "label": label_of(model, line["name"])}


def label_of(model: type[Model], name: str) -> str:
    """What a form calls a field or the rows of that name."""
    try:
        found: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return capfirst(name.replace("_", " "))
    label = getattr(found, "verbose_name", "") or found.related_model._meta.verbose_name_plural
    return capfirst(str(label))
