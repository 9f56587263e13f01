"""Who may see what."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The ground floor: it knows pages and collections by Wagtail, and no app of ours."""

    name = "access"
    verbose_name = "Access"

    def ready(self) -> None:
        """Listen for what changes a rule."""
        from access import copying, signals

        copying.wrap()
        signals.connect(self)
