"""Questions that every request asks, put into SQL once: to say them anew costs more than to have them answered.

What is kept is the text of a query, the parameters that never change, and of each column how its values are
converted; nothing of a connection, so threads share it.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Expression, Field, QuerySet

Row = tuple[Any, ...]


class Given(Expression):
    """The place in a kept query of a value that is given whenever it is asked.

    It is a parameter and prepared by its field, as Django does it: it never comes into the text.
    """

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Its place; it stands among the parameters itself until `Kept` puts the value there."""
        return "%s", [self]


@dataclass(frozen=True)
class _Compiled:
    sql: str
    parameters: Row
    columns: tuple[Any, ...]


class Kept:
    """A query of `values_list`, compiled once for each database. It must not hang on the time of day but by a `Given`.

    A query that is known to find nothing, as one of `none()`, is refused by Django when it is asked.
    """

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self._queryset = queryset
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, **given: Any) -> list[Row]:
        """What the queryset gives with these values, converted as it does. One query."""
        alias = self._queryset.db
        if alias not in self._compiled:
            self._compiled[alias] = self._compile(alias)
        kept, connection = self._compiled[alias], connections[alias]
        parameters = [_filled(parameter, given, connection) for parameter in kept.parameters]
        with connection.cursor() as cursor:
            cursor.execute(kept.sql, parameters)
            rows = cursor.fetchall()
        return _converted(rows, kept.columns, connection) if rows else []

    def _compile(self, alias: str) -> _Compiled:
        """On a copy: compiling writes into the query, which another thread may be compiling too."""
        compiler = self._queryset.query.clone().get_compiler(alias)
        sql, parameters = compiler.as_sql()
        return _Compiled(sql, tuple(parameters), tuple(column for column, *_ in compiler.select))


def _filled(parameter: Any, given: dict[str, Any], connection: Any) -> Any:
    if not isinstance(parameter, Given):
        return parameter
    return parameter.output_field.get_db_prep_value(given[parameter.name], connection)


def _converted(rows: list[Row], columns: Row, connection: Any) -> list[Row]:
    """What Django makes of what a database gives, column by column; most columns are as they should be."""
    by_column = list(zip(*rows, strict=True))
    for place, column in enumerate(columns):
        steps = [
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        ]
        for step in steps:
            by_column[place] = tuple(step(value, column, connection) for value in by_column[place])
    return list(zip(*by_column, strict=True))
