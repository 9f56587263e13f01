"""News."""

from django.apps import AppConfig

from core import registry


class NewsConfig(AppConfig):
    """Stories, their lists, and a department's latest."""

    name = "news"
    verbose_name = "News"

    def ready(self) -> None:
        """Show stories where they belong: a department's latest, a person's own. Name who publishes them."""
        from news import signals
        from news.feeds import NewsFeed
        from news.models import NewsPage
        from news.panels import latest_for_department, stories_by
        from news.roles import add_news_team

        add_news_team()
        signals.connect()
        registry.feeds.add("news", NewsFeed(), order=10)
        registry.counted_pages.add("news", NewsPage)
        registry.profile_panels.add("news", stories_by, order=10)
        registry.department_panels.add("news", latest_for_department, order=10)
