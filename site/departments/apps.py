"""Department sites."""

from django.apps import AppConfig


class DepartmentsConfig(AppConfig):
    """A department's front page and the pages below it."""

    name = "departments"
    verbose_name = "Departments"
