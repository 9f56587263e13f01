"""Adding to the registers, so that everything is in them once."""

from typing import TypeVar

from core.folding import fold
from core.plain import plain_line
from people.locks import one_at_a_time
from people.models import Language, Skill

Entry = TypeVar("Entry", Skill, Language)


def entry_called(register: type[Entry], name: str) -> Entry:
    """The skill or language of this name, whatever its capitals and accents; made if there is none."""
    name = plain_line(name)
    one_at_a_time(register._meta.label_lower)
    wanted = fold(name)
    for number, known in register.objects.values_list("pk", "name"):
        if fold(known) == wanted:
            return register.objects.get(pk=number)
    return register.objects.create(name=name)
