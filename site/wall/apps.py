"""The message wall."""

from django.apps import AppConfig
from django.urls import reverse_lazy

from core import registry


class WallConfig(AppConfig):
    """Messages, questions and thanks: on a wall for all, and one for each department and team."""

    name = "wall"
    verbose_name = "Wall"

    def ready(self) -> None:
        """Let posts be talked about, found and told of, and show them where they belong."""
        from wall import found, notices, panels, signals, subjects
        from wall.models import Post

        subjects.register()
        signals.connect()
        registry.findables.add(Post.kind, found.Posts(), order=50)
        registry.noticeables.add(Post.kind, notices.Posts())
        registry.department_panels.add("wall", panels.latest_for_department, order=30)
        registry.team_panels.add("wall", panels.latest_for_team, order=30)
        registry.profile_panels.add("thanks", panels.thanks_received, order=5)
        address = reverse_lazy("wall:everybody")
        registry.menu_links.add("wall", registry.MenuLink("Wall", address), order=30)
