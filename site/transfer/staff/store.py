"""A batch of people into the database: each table in one go, with all that goes with a change."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from wagtail.log_actions import log

from audit.models import Door
from audit.services import record_many
from people.found import people_changed
from people.models import FormerPersonAddress, Membership, Person
from people.slugs import base_of
from transfer.models import ImportedPerson
from transfer.staff import references
from transfer.staff.addresses import Addresses
from transfer.staff.compare import Work
from transfer.staff.wording import Wording

#: Kept right by `Person.normalise`, and written whenever something is.
DERIVED = ("sort_name", "search_text")


class Store:
    """Writes what is to be done, within the caller's transaction."""

    def __init__(self, wording: Wording, actor: Any) -> None:
        self.wording = wording
        self.actor = actor
        self.addresses = Addresses()

    def save(self, works: list[Work]) -> None:
        """Write a batch: profiles, memberships, memory, change log, references, history. Nothing for nothing."""
        made = [work for work in works if work.is_new]
        changed = [work for work in works if work.changes]
        self._free_emails([work for work in works if "email" in work.changed])
        self._make(made)
        self._change([work for work in changed if work.changed])
        memberships = self._move([work for work in works if work.move])
        _remember([work for work in works if work.remembers])
        fields = ((work.person.pk, self.wording.fields(work)) for work in (*made, *changed))
        record_many(Person, fields, actor=self.actor, door=Door.FEED)
        references.point(
            [work.person for work in made],
            [(work.person, work.changed) for work in changed],
            memberships,
        )
        self._keep_history(work.person.pk for work in changed if work.person.latest_revision_id)
        people_changed(work.person.pk for work in works)

    def leave(self, people: QuerySet[Person], today: date) -> int:
        """Give those who vanished from the file today as their last day. Gives how many they are."""
        leaving = list(people)
        for person in leaving:
            person.left_on = max(today, person.start_date or today)
        Person.objects.bulk_update(leaving, ["left_on"])
        fields = [(person.pk, {"left_on": ["", str(person.left_on)]}) for person in leaving]
        record_many(Person, fields, actor=self.actor, door=Door.FEED)
        _remember_closed(leaving)
        self._keep_history(person.pk for person in leaving if person.latest_revision_id)
        people_changed(person.pk for person in leaving)
        return len(leaving)

    def _free_emails(self, works: list[Work]) -> None:
        """Take e-mail addresses from whom the file gives another, so that two can change theirs in any order."""
        ours = [work.person.pk for work in works if not work.is_new]
        Person.objects.filter(pk__in=ours).update(email=None)
        wanted = [work.person.email for work in works if work.person.email]
        others = list(Person.objects.filter(email__in=wanted))
        given_up = [(person.pk, {"email": [person.email or "", ""]}) for person in others]
        for person in others:
            person.email = None
            person.normalise()
        Person.objects.bulk_update(others, ["email", *DERIVED])
        record_many(Person, given_up, actor=self.actor, door=Door.FEED)
        people_changed(person.pk for person in others)

    def _make(self, works: list[Work]) -> None:
        for work in works:
            work.person.slug = self.addresses.take(work.person.name)
        Person.objects.bulk_create([work.person for work in works])

    def _change(self, works: list[Work]) -> None:
        """Write the fields that changed, and no others."""
        alike: dict[tuple[str, ...], list[Person]] = defaultdict(list)
        for work in works:
            fields = set(work.changed)
            if self._keep_address(work):
                fields.add("slug")
            alike[tuple(sorted(fields))].append(work.person)
        for fields_alike, people in alike.items():
            Person.objects.bulk_update(people, [*fields_alike, *DERIVED])

    def _keep_address(self, work: Work) -> bool:
        """After a change of name, a new address; the old one leads there. Whether there was one."""
        if work.stored is None or base_of(work.stored.name) == base_of(work.person.name):
            return False
        FormerPersonAddress.objects.get_or_create(
            slug=work.stored.slug, defaults={"person": work.person}
        )
        work.person.slug = self.addresses.take(work.person.name)
        return True

    def _move(self, works: list[Work]) -> list[Membership]:
        """End and begin memberships; gives the new ones. The old end first: a person has one main team."""
        moves = [work.move for work in works if work.move]
        ended = [move.ended for move in moves if move.ended]
        Membership.objects.bulk_update(ended, ["ended_on", "is_primary"])
        promoted = [move.promoted for move in moves if move.promoted]
        Membership.objects.bulk_update(promoted, ["is_primary"])
        made = []
        for work in works:
            if work.move and work.move.made:
                work.move.made.person_id = work.person.pk
                made.append(work.move.made)
        return Membership.objects.bulk_create(made)

    def _keep_history(self, numbers: Iterable[int]) -> None:
        """A revision for whoever has revisions: the CMS edits the newest, which must say what is so."""
        for person in Person.objects.filter(pk__in=list(numbers)):
            revision = person.save_revision(user=self.actor, clean=False)
            log(person, "wagtail.edit", user=self.actor, revision=revision, content_changed=True)


def _remember(works: list[Work]) -> None:
    for work in works:
        work.memory.person_id = work.person.pk
    memories = [work.memory for work in works]
    known = [memory for memory in memories if memory.pk]
    ImportedPerson.objects.bulk_create([memory for memory in memories if not memory.pk])
    ImportedPerson.objects.bulk_update(known, ["personal", "closed_on"])


def _remember_closed(people: list[Person]) -> None:
    closed = {person.pk: person.left_on for person in people}
    memories = list(ImportedPerson.objects.filter(person__in=closed))
    for memory in memories:
        memory.closed_on = closed[memory.person_id]
    ImportedPerson.objects.bulk_update(memories, ["closed_on"])
