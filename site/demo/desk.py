"""What lies on the demo's news desk: approval by the news team, a story that waits for it, and one to come."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from accounts.models import User
from news.approval import set_up_approval
from news.models import NewsPage
from news.roles import main_list

CONTENT = Path(__file__).resolve().parent / "content"


def dress_desk() -> None:
    """Set approval up and begin two stories: once, then the desk is the editors'."""
    news = main_list()
    if news is None:
        return
    workflow, is_new = set_up_approval(news)
    team = User.objects.filter(username="comms").first()
    if not is_new or team is None:
        return
    given = yaml.safe_load((CONTENT / "desk.yaml").read_text("utf-8"))
    workflow.start(_write(news, given["submitted"], team), team)
    story = _write(news, given["scheduled"], team)
    nine = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    story.go_live_at = nine + timedelta(days=given["scheduled"]["days"])
    story.save_revision(user=team, log_action=True).publish(user=team)


def _write(news: Any, given: dict[str, Any], user: User) -> NewsPage:
    story = NewsPage(
        title=given["title"],
        slug=given["slug"],
        standfirst=given["standfirst"],
        body=[("text", f"<p>{words}</p>") for words in given["words"]],
        owner=user,
        live=False,
    )
    story.full_clean(exclude=["path", "depth"])
    news.add_child(instance=story)
    story.save_revision(user=user, log_action="wagtail.create")
    return story
