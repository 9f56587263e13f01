"""How people are told, by kind: what they can choose, and what holds for who has chosen nothing."""

from django.db import models

from core.notices import NoticeKind


class Mail(models.TextChoices):
    """How soon mail tells of something."""

    AT_ONCE = "at-once", "At once"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    NEVER = "never", "Never"


#: Those with which a letter comes.
LETTERS = (Mail.AT_ONCE, Mail.DAILY, Mail.WEEKLY)

#: What is said to oneself, or waits for oneself, comes soon; the rest is gathered.
DEFAULTS: dict[str, Mail] = {
    NoticeKind.MENTIONED: Mail.AT_ONCE,
    NoticeKind.REPLIED: Mail.DAILY,
    NoticeKind.THANKED: Mail.DAILY,
    NoticeKind.STORY: Mail.WEEKLY,
    NoticeKind.MESSAGE: Mail.WEEKLY,
    NoticeKind.EVENT: Mail.WEEKLY,
    NoticeKind.CHANGED: Mail.WEEKLY,
    NoticeKind.TO_APPROVE: Mail.AT_ONCE,
    NoticeKind.TO_REVIEW: Mail.WEEKLY,
    NoticeKind.REPORTED: Mail.AT_ONCE,
}
