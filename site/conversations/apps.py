"""Conversations: comments, reactions, mentions and reports, on news and on the wall."""

from functools import partial

from django.apps import AppConfig

from core import registry


class ConversationsConfig(AppConfig):
    """What people say to each other, by the same rules wherever they say it."""

    name = "conversations"
    verbose_name = "Conversations"

    def ready(self) -> None:
        """Let pages be talked about, and people be told of comments. What people said is erased with them."""
        from conversations import contributions, notices, pages, permissions, signals, subjects
        from conversations.models import Comment
        from conversations.reactions import counts
        from conversations.services.erasing import erase

        permissions.register()
        signals.connect()
        contributions.register(Comment)
        subjects.register(pages.NAME, pages.Pages())
        registry.noticeables.add(notices.NAME, notices.Comments())
        registry.reactions_to.add("conversations", partial(counts, pages.NAME))
        registry.erasure.add("conversations", erase, order=20)
