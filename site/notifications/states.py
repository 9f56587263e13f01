"""What becomes of a letter."""

from django.db import models


class LetterState(models.TextChoices):
    """From the queue to the mail server."""

    QUEUED = "queued", "Waits to be sent"
    CLAIMED = "claimed", "Is being written"
    HANDED = "handed", "Is being handed to the mail server"
    SENT = "sent", "Sent"
    NEEDLESS = "needless", "Not sent: nothing was left to say"
    UNSURE = "unsure", "May have been sent: the machine stopped in the middle of it"
    GIVEN_UP = "given-up", "Given up"


#: A worker has it in hand, until its time is over.
IN_HAND = (LetterState.CLAIMED, LetterState.HANDED)
#: Something is still to be done.
OPEN = (LetterState.QUEUED, *IN_HAND)
