"""News."""

from django.apps import AppConfig

from core import registry


class NewsConfig(AppConfig):
    """Stories, their lists, and a department's latest."""

    name = "news"
    verbose_name = "News"

    def ready(self) -> None:
        """Show a department's latest stories on its front page, and name who publishes them."""
        from news.panels import latest_for_department
        from news.roles import add_news_team

        add_news_team()
        registry.department_panels.add("news", latest_for_department, order=10)
