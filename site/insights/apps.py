"""What the intranet learns about itself, without learning about anybody."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """The query log: what is searched for, and whether it was found."""

    name = "insights"
    verbose_name = "Insights"

    def ready(self) -> None:
        """Have the worker drop what is too old."""
        from insights import jobs

        jobs.register()
