"""The models of news, one idea a file."""

from news.models.alerts import Alert, AlertDepartment, Dismissal
from news.models.authors import StoryAuthor
from news.models.corrections import Correction
from news.models.lists import NewsIndexPage
from news.models.pins import PinnedStory
from news.models.related import ChosenStory
from news.models.series import NewsSeries
from news.models.stories import NewsPage, today
from news.models.tellings import StoryTold
from news.models.templates import StoryTemplate

__all__ = [
    "Alert",
    "AlertDepartment",
    "ChosenStory",
    "Correction",
    "Dismissal",
    "NewsIndexPage",
    "NewsPage",
    "NewsSeries",
    "PinnedStory",
    "StoryAuthor",
    "StoryTemplate",
    "StoryTold",
    "today",
]
