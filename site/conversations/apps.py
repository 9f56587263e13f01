"""Conversations: comments, reactions, mentions and reports, on news and on the wall."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """What people say to each other, by the same rules wherever they say it."""

    name = "conversations"
    verbose_name = "Conversations"
