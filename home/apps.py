"""The home page."""

from django.apps import AppConfig
from django.urls import reverse_lazy

from core import registry


class HomeConfig(AppConfig):
    """The front of the site, how addresses find their pages, topics, and each person's own links."""

    name = "home"
    verbose_name = "Home"

    def ready(self) -> None:
        """Lend the news desk its preview; forget the links of who is erased."""
        from home import signals
        from home.front import draw
        from home.services import forget_links

        signals.connect()
        topics = registry.MenuLink("Topics", reverse_lazy("home:topics"))
        registry.menu_links.add("topics", topics, order=60)
        registry.front_preview.add("home", draw)
        registry.erasure.add("my-links", forget_links)
