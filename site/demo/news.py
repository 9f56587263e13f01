"""What the demo's news team keeps: a series, a correction, pins, an alert and a template to start from."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from core.models import Topic
from news.models import Alert, Correction, NewsPage, NewsSeries, PinnedStory, StoryTemplate

CONTENT = Path(__file__).resolve().parent / "content"
#: When in the day a correction of the demo was made.
NOON = time(12)


def dress_news(home: Page) -> None:
    """Bring in what is kept besides the stories, where nothing is kept yet: once, then it is the news team's."""
    kept = (NewsSeries, PinnedStory, Alert, StoryTemplate)
    if any(model._default_manager.exists() for model in kept):
        return
    given = yaml.safe_load((CONTENT / "news.yaml").read_text("utf-8"))
    stories = {story.slug: story for story in NewsPage.objects.live()}
    _dress_stories(stories, given)
    for place, pin in enumerate(given["pins"], start=1):
        if pin["story"] in stories:
            story = NewsPage.objects.get(pk=stories[pin["story"]].pk)
            PinnedStory.objects.create(story=story, is_lead=pin.get("lead", False), order=place)
    _add_alert(home, given["alert"])
    _add_template(given["template"])


def _dress_stories(stories: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    said = given["series"]
    series = NewsSeries.objects.create(**{key: said[key] for key in ("title", "slug", "summary")})
    editor = User.objects.filter(username="comms").first()
    for slug in sorted({*said["stories"], *given["stories"]} & set(stories)):
        story, facts = stories[slug], given["stories"].get(slug, {})
        if slug in said["stories"]:
            story.series = series
        story.what_it_means = facts.get("what_it_means", "")
        story.on_behalf_of = facts.get("on_behalf_of", "")
        if "correction" in facts:
            day, note = facts["correction"]["date"], facts["correction"]["note"]
            at = timezone.make_aware(datetime.combine(day, NOON))
            story.corrections = [Correction(at=at, note=note)]
        story.save_revision(user=editor, log_action=True).publish(user=editor)


def _add_alert(home: Page, given: Mapping[str, Any]) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    path = f"{home.url_path}{given['page'].lstrip('/')}"
    alert = Alert(
        tone=given["tone"],
        title=given["title"],
        text=given["text"],
        link_page=Page.objects.filter(url_path=path).first(),
        link_words=given["link_words"],
        starts_at=now,
        ends_at=now + timedelta(days=given["days"]),
    )
    alert.full_clean()
    alert.save()


def _add_template(given: Mapping[str, Any]) -> None:
    template: Any = StoryTemplate(
        **{key: given[key] for key in ("name", "description", "headline", "standfirst")}
    )
    template.body = [("heading", {"text": words, "level": "2"}) for words in given["headings"]]
    template.topics.set(Topic.objects.filter(slug__in=given["topics"]))
    template.full_clean()
    template.save()
