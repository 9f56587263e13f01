"""What is said, and what is said about it."""

from conversations.models.comments import Comment
from conversations.models.contributions import LONGEST, Contribution, new_token
from conversations.models.mentions import Mention
from conversations.models.mixins import TakesCommentsMixin
from conversations.models.reactions import Reaction
from conversations.models.read_only import ReadOnly
from conversations.models.reports import Report

__all__ = [
    "LONGEST",
    "Comment",
    "Contribution",
    "Mention",
    "Reaction",
    "ReadOnly",
    "Report",
    "TakesCommentsMixin",
    "new_token",
]
