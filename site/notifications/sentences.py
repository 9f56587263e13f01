"""What people read of what happened, by its kind: the one place for these words."""

from core.notices import NoticeKind

#: With somebody who did it, and without. Who reports something stays unnamed.
SENTENCES: dict[str, tuple[str, str]] = {
    NoticeKind.MENTIONED: ("{actor} mentioned you in {title}", "You are mentioned in {title}"),
    NoticeKind.REPLIED: ("{actor} replied to you in {title}", "You have a reply in {title}"),
    NoticeKind.THANKED: ("{actor} thanked you in {title}", "You are thanked in {title}"),
    NoticeKind.STORY: ("New story: {title}", "New story: {title}"),
    NoticeKind.MESSAGE: ("{actor} wrote in {title}", "There is something new in {title}"),
    NoticeKind.EVENT: ("New event: {title}", "New event: {title}"),
    NoticeKind.CHANGED: ("{title} has changed", "{title} has changed"),
    NoticeKind.TO_APPROVE: (
        "{actor} asks you to approve {title}",
        "{title} waits for your approval",
    ),
    NoticeKind.TO_REVIEW: ("{title} is due for review", "{title} is due for review"),
    NoticeKind.REPORTED: ("{title} was reported", "{title} was reported"),
}


def sentence(kind: str, title: str, actor: str = "") -> str:
    """What happened, in a sentence without its full stop. Plain words: whoever draws it escapes them.

    `actor` is what whoever did it is called, where somebody is left to be named.
    """
    by, plain = SENTENCES[kind]
    return by.format(actor=actor, title=title) if actor else plain.format(title=title)
