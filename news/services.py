"""Writing news."""

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from accounts.models import User
from news.models import Alert, Dismissal, NewsIndexPage, NewsPage, StoryTemplate
from news.permissions import may_add_story

#: What a story is called in its address until its headline says more.
ANY_STORY = "story"
LONGEST_SLUG = 200


class NotAllowedError(Exception):
    """Somebody may not do that; the message says what, in a sentence."""


def dismiss(user: User, number: int) -> bool:
    """Let an alert not be shown to somebody again. Whether there is such an alert to dismiss."""
    alert = Alert.objects.standing().filter(pk=number, is_dismissable=True).first()
    if alert is None:
        return False
    with transaction.atomic():
        Dismissal.objects.get_or_create(alert=alert, user=user)
    return True


@transaction.atomic
def start_story(template: StoryTemplate, news: NewsIndexPage, user: User) -> NewsPage:
    """A draft in a news list that says what a template says.

    Raises NotAllowedError for those who may not add stories there.
    """
    if not may_add_story(user, news):
        raise NotAllowedError(f"You may not add stories to {news.title}.")
    story = NewsPage(
        title=template.headline,
        slug=_free_slug(news, template.headline),
        standfirst=template.standfirst,
        what_it_means=template.what_it_means,
        body=template.body,
        department=template.department,
        owner=user,
        live=False,
        has_unpublished_changes=True,
    )
    story.topics.set(template.topics.all())
    news.add_child(instance=story)
    log(instance=story, action="wagtail.create", user=user, content_changed=True)
    story.save_revision(user=user, log_action=False)
    return story


def _free_slug(news: NewsIndexPage, headline: str) -> str:
    wanted = slugify(headline)[:LONGEST_SLUG] or ANY_STORY
    taken = set(news.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free
