"""What becomes of what a person said, and of where they are named, when they are erased."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from audit.services import forget
from conversations import contributions
from conversations.models import Mention, Reaction, ReadOnly, Report
from conversations.services.posting import wipe

FORMER_COLLEAGUE = "a former colleague"


@transaction.atomic
def erase(person: Any) -> Callable[[], object] | None:
    """Take out every word that a person wrote, and their name where others mention them.

    What others replied stays, below the place where something was said.
    """
    for mention in Mention.objects.filter(person=person.pk):
        _unname(mention)
    account = person.user_id
    if account is None:
        return None
    for model in contributions.models():
        for said in model.objects.filter(author=account, deleted_at__isnull=True):
            Report.objects.of(said.kind, said.pk).update(text="")
            wipe(said)
    Reaction.objects.filter(user=account).delete()
    Report.objects.filter(reporter=account).update(reporter=None, words="")
    for row in ReadOnly.objects.filter(user=account):
        forget(row)
        row.delete()
    return None


def _unname(mention: Mention) -> None:
    """Let a text name nobody where it named this person."""
    model = contributions.model_of(mention.target)
    said = model.objects.filter(pk=mention.number).first() if model else None
    if said is not None:
        said.text = said.text.replace(f"@{mention.name}", FORMER_COLLEAGUE)
        said.save(update_fields=["text"])
    for report in Report.objects.of(mention.target, mention.number):
        report.text = report.text.replace(f"@{mention.name}", FORMER_COLLEAGUE)
        report.save(update_fields=["text"])
    mention.delete()
