"""Many rows in one word of another query: what comes along with the account of a session."""

from typing import Any

from django.db.models import Subquery

BETWEEN = "|"


class Gathered(Subquery):
    """The column `word` of the rows of a query, in one text; nothing where there are no rows."""

    template = "(SELECT %(gather)s FROM (%(subquery)s) gathered)"

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """In the words of the database."""
        name = "string_agg" if connection.vendor == "postgresql" else "group_concat"
        gather = f"{name}(gathered.word, '{BETWEEN}')"
        return super().as_sql(compiler, connection, *args, gather=gather, **extra)
