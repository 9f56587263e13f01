"""What the results page says of numbers."""

from django import template

register = template.Library()


@register.filter
def thousands(number: int) -> str:
    """`{{ 1204|thousands }}`: 1,204."""
    return f"{number:,}"


@register.filter
def results(number: int) -> str:
    """`{{ 1204|results }}`: "1,204 results", "1 result"."""
    return "1 result" if number == 1 else f"{number:,} results"
