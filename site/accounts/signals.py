"""What accounts tell the apps above."""

from django.dispatch import Signal

#: Sent with `user` and `email`, within the transaction, once somebody has shown that an address is theirs:
#: by a link that was sent to it.
address_verified = Signal()
