"""The message wall."""

from django.apps import AppConfig


class WallConfig(AppConfig):
    """Messages, questions and thanks: on a wall for all, and one for each department and team."""

    name = "wall"
    verbose_name = "Wall"
