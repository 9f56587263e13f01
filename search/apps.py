"""Search."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """Finding things."""

    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Listen for what changes entries, and give the worker what is to be done."""
        from search import forgetting, jobs, listening, readiness

        jobs.register()
        readiness.register()
        listening.connect()
        forgetting.register()
        post_migrate.connect(listening.migrated, sender=self, dispatch_uid="search-migrated")
