"""What stands in addresses."""

from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    """`<number:number>`: an id that a database can look for; a longer one is no address."""

    regex = "[0-9]{1,18}"
