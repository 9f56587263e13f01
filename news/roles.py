"""Who publishes the news."""

from wagtail.models import Page

from accounts.roles import ANNOUNCE, SEE_REACH, SectionRole, section_roles
from news.models import NewsIndexPage

NEWS_TEAM = "News team"
#: Below the home page; lists of single departments stand deeper.
MAIN_LIST_DEPTH = 3


def main_list() -> Page | None:
    """The whole site's news list, the first in the menu's order, or None."""
    found = NewsIndexPage.objects.filter(depth=MAIN_LIST_DEPTH).order_by("path").first()
    return found.page_ptr if found else None


def add_news_team() -> None:
    """Let `make_roles` make the news team."""
    section_roles[NEWS_TEAM] = SectionRole(
        NEWS_TEAM,
        main_list,
        "waits for a news list below the home page: make one, then run manage.py make_roles again",
        (*SEE_REACH, *ANNOUNCE),
    )
