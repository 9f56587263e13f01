"""What every app stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Base page, shared blocks, images, documents, topics and the small parts."""

    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        """Listen for what makes cached menus and bodies stale."""
        from core import signals

        signals.connect()
