"""That a page is some department's, wherever it stands."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from wagtail.admin.panels import PageChooserPanel

from access.querysets import Reader, is_readable

OfDepartment = TypeVar("OfDepartment", bound="DepartmentMixin")


class DepartmentMixin(models.Model):
    """Brings the department and its panel to a page type."""

    department = models.ForeignKey(
        "departments.DepartmentPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Whose it is; it is shown on that department's front page too. "
        "Left empty, it is the department in whose site the page stands.",
    )

    department_panels = [PageChooserPanel("department")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Fill an empty department from the tree."""
        super().clean()
        if self.department_id is None:
            self.department = self.department_above()

    def department_above(self) -> Any:
        """The nearest department in whose site this page stands, or None."""
        path, step = getattr(self, "path", ""), getattr(self, "steplen", 4)
        above = [path[:end] for end in range(step, len(path), step)]
        department: Any = self._meta.get_field("department").related_model
        found = department.objects.filter(path__in=above).order_by("-depth")
        return found.first() if above else None


def hide_closed_departments(pages: Iterable[OfDepartment], user: Reader) -> list[OfDepartment]:
    """The pages, those of a department that `user` may not see being nobody's.

    For what is about to be shown only: these copies are not to be saved. `pages` have their
    department and its rule at hand (`select_related("department__page_rule")`), so nothing is asked of the database for each.
    """
    shown = list(pages)
    for page in shown:
        if page.department is not None and not is_readable(page.department, user):
            page.department = None
    return shown
