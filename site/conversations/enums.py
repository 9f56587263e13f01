"""The few words that conversations are made of."""

from django.db.models import TextChoices


class Talk(TextChoices):
    """Whether a thing is talked about."""

    OPEN = "open", "Open: staff may comment and react"
    CLOSED = "closed", "Closed: what was said stays, and nobody adds to it"
    NONE = "none", "None: nothing is said here, and what was said is not shown"


#: What was said is shown, and people may react to it.
SHOWN = (Talk.OPEN, Talk.CLOSED)


class ReactionKind(TextChoices):
    """What people say by a drawing. The order is that of the buttons."""

    LIKE = "like", "Like"
    LOVE = "love", "Love"
    CELEBRATE = "celebrate", "Celebrate"
    SUPPORT = "support", "Support"
    INSIGHTFUL = "insightful", "Insightful"
    SMILE = "smile", "Smile"


class Reason(TextChoices):
    """Why something is reported."""

    RUDE = "rude", "It is rude, or hurts somebody"
    PRIVATE = "private", "It tells what is private or confidential"
    WRONG = "wrong", "It is untrue or misleading"
    OTHER = "other", "Something else"


class Outcome(TextChoices):
    """What moderators did about a report."""

    HIDDEN = "hidden", "Hidden"
    KEPT = "kept", "Left as it is"
    GONE = "gone", "Deleted by its author"
