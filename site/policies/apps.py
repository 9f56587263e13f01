"""Policies."""

from django.apps import AppConfig

from core import registry


class PoliciesConfig(AppConfig):
    """Policies and their lists."""

    name = "policies"
    verbose_name = "Policies"

    def ready(self) -> None:
        """Show a department's policies on its front page, and have owners told of reviews."""
        from policies import reviews
        from policies.panels import policies_of_department

        registry.department_panels.add("policies", policies_of_department, order=20)
        reviews.register()
