"""What accounts tells the apps above it, which it does not know."""

from django.dispatch import Signal

#: Somebody showed that they read the mail of `email`, and has the account `user`. Sent in the
#: transaction that makes or opens the account: what a receiver raises undoes it all.
#: Arguments: `user`, `email` (normalised as `accounts.invitations.addresses.normalised` does).
address_verified = Signal()
