"""What departments add to the CMS."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from departments.permissions import RIGHT_TO_OPEN, may_open_departments
from departments.views import DepartmentOpenedView, OpenDepartmentView


class OpenDepartmentMenuItem(MenuItem):
    """Shown to those who may open departments."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the reader may open departments."""
        return may_open_departments(request.user)


@hooks.register("register_admin_urls")
def department_urls() -> list[URLPattern]:
    """The form, and what comes after it."""
    return [
        path("departments/open/", OpenDepartmentView.as_view(), name="open_department"),
        path(
            "departments/opened/<int:pk>/", DepartmentOpenedView.as_view(), name="department_opened"
        ),
    ]


@hooks.register("register_settings_menu_item")
def open_department_menu_item() -> MenuItem:
    """The way to the form."""
    return OpenDepartmentMenuItem(
        "Open a department", reverse("open_department"), icon_name="group", order=20
    )


@hooks.register("register_permissions")
def right_to_open() -> QuerySet[Permission]:
    """Let superusers give the right to other groups."""
    app, _dot, codename = RIGHT_TO_OPEN.partition(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)
