"""What the frame of every page shows of news."""

from collections.abc import Sequence
from datetime import datetime

from django import template

from core import clock
from core.models import Topic
from news import beside as found
from news.alerts import Standing, alerts_for
from news.models import NewsPage

register = template.Library()


@register.simple_tag(takes_context=True)
def alerts(context: template.Context) -> list[Standing]:
    """`{% alerts as standing %}`: the alerts that stand before the reader now; nothing for strangers."""
    request = context.get("request")
    return alerts_for(request) if request is not None else []


@register.simple_tag(takes_context=True)
def beside(
    context: template.Context, story: NewsPage, topics: Sequence[Topic] = ()
) -> found.Beside | None:
    """`{% beside page topics as beside %}`: the other parts of a story's series, and related stories."""
    request = context.get("request")
    if request is None:
        return None
    draft = bool(getattr(request, "is_preview", False))
    return found.beside(story, request.user, topics, draft=draft)


@register.filter
def on_the_clock(moment: datetime) -> str:
    """`{{ moment|on_the_clock }}`: a time as the site's clock shows it, whatever zone the reader's profile is in."""
    return clock.on_the_clock(moment)
