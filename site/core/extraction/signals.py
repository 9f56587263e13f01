"""What documents tell of their files."""

from django.dispatch import Signal

#: Sent in the transaction that gave a document its first or another file, with the `document`.
file_arrived = Signal()
