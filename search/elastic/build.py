"""Building an index beside the one that answers, and putting it in its place in one step."""

import time
import uuid
from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils import timezone
from elasticsearch import ApiError

from search.elastic.client import alias, sending
from search.elastic.comparing import Difference, differences, lasting
from search.elastic.mapping import SETTINGS, digest, mappings
from search.elastic.sync import BATCH, NotTakenError, deliver, mark, refresh, sync, writing_name
from search.models import Entry, Index, IndexState

#: Seconds between two signs of life.
HEARTBEAT = 5
#: How often what changed meanwhile is sent before what is left is the site's business as usual.
ROUNDS = 20
#: Seconds between two sentences on how far it is.
SAID_EVERY = 3
Progress = Callable[[str], None]


class BuildError(RuntimeError):
    """There is no new index; the message says why. What answered before still does."""


def build(progress: Progress = lambda _sentence: None) -> str:
    """Build an index of everything and let it answer. Gives its name."""
    tidy(progress)
    if Index.objects.building().exists():
        raise BuildError(
            "Another index is being built. Wait for it, or two minutes if it was killed."
        )
    if sending().indices.exists(index=alias()) and not sending().indices.exists_alias(name=alias()):
        raise BuildError(
            f"There is an index “{alias()}”, which is not ours: delete it, or change the prefix."
        )
    index = Index.objects.create(name=_new_name())
    try:
        _make(index)
        _fill(index, progress)
        _replay(index)
        sending().indices.put_settings(index=index.name, settings={"refresh_interval": None})
        _check(index)
    except BaseException:
        _drop(index)
        raise
    _let_answer(index)
    tidy(progress)
    return index.name


def tidy(progress: Progress = lambda _sentence: None) -> None:
    """Note what is gone; remove what dead builds have left, unless it answers already, and what was replaced."""
    answering = _answering()
    for index in Index.objects.live():
        if not sending().indices.exists(index=index.name):
            progress(f"{index.name} is gone.")
            Index.objects.filter(pk=index.pk).update(state=IndexState.OLD)
    for index in Index.objects.dead():
        if index.name in answering:
            progress(f"{index.name} was finished by a build that died then; it answers.")
            _note_answering(index)
        else:
            progress(f"{index.name} was left by a build that died; it is removed.")
            _drop(index)
    if Index.objects.live().filter(name__in=answering).exists():
        for index in Index.objects.filter(state=IndexState.OLD).exclude(name__in=answering):
            _drop(index)


def needs_building() -> bool:
    """Whether there is no index that answers, or one of another shape than this code's."""
    live = Index.objects.live().first()
    if live is None or live.name not in _answering():
        return True
    meta = sending().indices.get_mapping(index=live.name)[live.name]["mappings"].get("_meta", {})
    return bool(meta.get("digest") != digest())


def _new_name() -> str:
    return f"{alias()}-{timezone.now():%Y%m%d%H%M%S}-{uuid.uuid4().hex[:6]}"


def _make(index: Index) -> None:
    sending().indices.create(
        index=index.name,
        settings={**SETTINGS, "refresh_interval": "-1"},
        mappings=mappings(),
        aliases={writing_name(index.name): {}},
    )


def _fill(index: Index, progress: Progress) -> None:
    """Send all entries there are; where nothing answers yet, what was sent is noted at once."""
    is_first = not Index.objects.live().exists()
    entries = Entry.objects.filter(live=True)
    total, done, refused = entries.count(), 0, 0
    said = time.monotonic()
    for batch in _pages():
        outcome = deliver(index.name, batch)
        if outcome.trouble:
            raise BuildError(outcome.trouble)
        confirmed = outcome.confirmed
        missed = [entry.pk for entry in batch if entry.pk not in confirmed]
        Entry.objects.filter(pk__in=missed).update(indexed_version=0)
        if is_first:
            mark([entry for entry in batch if entry.pk in confirmed], [index.name])
        done, refused = done + len(batch), refused + len(missed)
        _touch(index)
        if time.monotonic() - said > SAID_EVERY:
            said = time.monotonic()
            progress(f"{done:,} of {total:,} entries are sent.")
    progress(
        f"{done:,} entries are sent" + (f", {refused:,} of them were refused." if refused else ".")
    )


def _pages() -> Iterator[list[Entry]]:
    last = 0
    while page := list(Entry.objects.filter(live=True, pk__gt=last).order_by("pk")[:BATCH]):
        last = page[-1].pk
        yield page


def _replay(index: Index) -> None:
    """Send what has changed meanwhile, until nothing is left that can be sent."""
    for _round in range(ROUNDS):
        _touch(index, at_once=True)
        try:
            if not sync():
                break
        except (
            NotTakenError
        ):  # by the index that is replaced: what it lacks stays unsent, and is here
            break
    refresh([index.name])


def _check(index: Index) -> None:
    """Raise BuildError if the new index does not hold what the table does."""
    found: list[Difference] = []
    for _try in range(3):
        _touch(index, at_once=True)
        found = [one for one in lasting(index.name, differences(index.name)) if not one.is_waiting]
        if not found:
            return
        _replay(index)
    raise BuildError(
        f"{index.name} is not what the table holds: {len(found)} differences. {found[0]}"
    )


def _let_answer(index: Index) -> None:
    """Move the alias in one step. Whoever dies right after it leaves a dead build that answers: see `tidy`."""
    others = [name for name in _answering() if name != index.name]
    actions = [{"remove": {"index": name, "alias": alias()}} for name in others]
    sending().indices.update_aliases(
        actions=[*actions, {"add": {"index": index.name, "alias": alias()}}]
    )
    _note_answering(index)


@transaction.atomic
def _note_answering(index: Index) -> None:
    Index.objects.live().exclude(pk=index.pk).update(state=IndexState.OLD)
    Index.objects.filter(pk=index.pk).update(state=IndexState.LIVE)


def _answering() -> set[str]:
    try:
        return set(sending().indices.get_alias(name=alias()))
    except ApiError as error:
        if error.status_code == 404:  # noqa: PLR2004
            return set()
        raise


def _drop(index: Index) -> None:
    """Remove an index; its row only once it is gone."""
    sending().indices.delete(index=index.name, ignore_unavailable=True)
    index.delete()


def _touch(index: Index, *, at_once: bool = False) -> None:
    """Give a sign of life."""
    now = timezone.now()
    if at_once or (now - index.touched_at).total_seconds() > HEARTBEAT:
        index.touched_at = now
        index.save(update_fields=["touched_at"])
