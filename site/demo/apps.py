"""The demo department."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A fictional department, to see what Corridor looks like in use."""

    name = "demo"
    verbose_name = "Demo"
