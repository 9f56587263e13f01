"""The line of managers, asked of the database in one query however long it is."""

from django.db import connection

#: Longer than any line of command; it ends a circle that was put in behind our back.
LONGEST = 60
UPWARDS = """
    WITH RECURSIVE line(id, manager_id, step) AS (
        SELECT id, manager_id, 0 FROM people_person WHERE id = %s
        UNION ALL
        SELECT above.id, above.manager_id, line.step + 1
        FROM people_person above JOIN line ON above.id = line.manager_id
        WHERE line.step < %s
    )
    SELECT id FROM line WHERE step > 0 ORDER BY step
"""


def chain_above(person_id: int) -> list[int]:
    """The ids of a person's manager, the manager's manager and so on, the nearest first."""
    with connection.cursor() as cursor:
        cursor.execute(UPWARDS, [person_id, LONGEST])
        found = [number for (number,) in cursor.fetchall()]
    return list(dict.fromkeys(number for number in found if number != person_id))


def is_below(person_id: int, other_id: int) -> bool:
    """Whether `person_id` is managed by `other_id`, directly or through others."""
    return other_id in chain_above(person_id)
