"""What every app stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Base page, shared blocks, images, documents, topics and the small parts."""

    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        """Listen for what makes cached menus and bodies stale, and for what is published in the bin."""
        from core import jobs, signals
        from core.trash import handlers

        jobs.register()
        signals.connect()
        handlers.connect()
