"""Reading entries: only what a reader may see, and what has yet to be sent."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from access.rules import Reader, rules_for, sees_everything


class EntryQuerySet(models.QuerySet[Any]):
    """Entries, in the ways that search needs them."""

    def there(self) -> "EntryQuerySet":
        """Those of things that can be found now."""
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=timezone.now()), live=True)

    def readable_by(self, user: Reader) -> "EntryQuerySet":
        """Those of what `user` is shown."""
        if sees_everything(user):
            return self.there()
        return self.there().filter(rule__in=rules_for(user))

    def unsent(self) -> "EntryQuerySet":
        """Those that some index has yet to be told of."""
        return self.filter(indexed_version__lt=F("version"))

    def below(self, path: str) -> "EntryQuerySet":
        """Those of the pages at and below a path."""
        return self.filter(source="page", path__startswith=path)
