"""How much each reason to be found counts."""

from dataclasses import dataclass, fields

from search.models import Weights


@dataclass(frozen=True)
class Weighting:
    """The weights as engines and the ranking use them: points, and the weights of columns."""

    title: float = 4.0
    names: float = 6.0
    headings: float = 4.0
    summary: float = 1.0
    words: float = 3.0
    body: float = 1.0
    recency: float = 0.5
    popularity: float = 2.0
    #: What editors do not set.
    exact: float = 10.0
    address: float = 5.0
    trail: float = 0.5


def of(stored: Weights) -> Weighting:
    """The weights of a row, saved or not."""
    names = {field.name for field in fields(Weighting)} & {f.name for f in Weights._meta.fields}
    return Weighting(**{name: getattr(stored, name) for name in names})
