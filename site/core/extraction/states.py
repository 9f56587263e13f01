"""How far the reading of a document's text has come."""

from django.db import models


class TextState(models.TextChoices):
    """Whether what a file says is known."""

    PENDING = "pending"
    READ = "read"
    NOTHING = "nothing"
    FAILED = "failed"


#: What editors are told.
SENTENCES = {
    TextState.PENDING: "What it says is soon read for search.",
    TextState.READ: "Search finds what it says.",
    TextState.NOTHING: "Search finds only its title: it holds no text that can be read.",
    TextState.FAILED: "Search finds only its title.",
}
