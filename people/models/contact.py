"""How to reach somebody."""

from dataclasses import dataclass

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from core.phones import dialled
from people.enums import PhoneAudience


class ContactMixin(models.Model):
    """Brings the e-mail address, the phone numbers and who is shown them to a person."""

    email = models.EmailField(  # noqa: DJ001 - unique, and no two people have none
        "e-mail",
        null=True,
        blank=True,
        help_text="The work address. No two people share one.",
    )
    phone = models.CharField(max_length=40, blank=True, help_text="A desk phone: “020 7946 0012”.")
    phone_audience = models.CharField(
        "phone shown to",
        max_length=10,
        choices=PhoneAudience.choices,
        default=PhoneAudience.EVERYBODY,
    )
    mobile = models.CharField(max_length=40, blank=True, help_text="A work mobile.")
    mobile_audience = models.CharField(
        "mobile shown to",
        max_length=10,
        choices=PhoneAudience.choices,
        default=PhoneAudience.EVERYBODY,
    )

    contact_panels = [
        FieldPanel("email"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("phone_audience")]),
        FieldRowPanel([FieldPanel("mobile"), FieldPanel("mobile_audience")]),
    ]

    class Meta:
        abstract = True

    @property
    def numbers(self) -> list["Number"]:
        """The phone numbers that there are."""
        given = (
            Number("Phone", self.phone, self.phone_audience),
            Number("Mobile", self.mobile, self.mobile_audience),
        )
        return [number for number in given if number.shown]

    @property
    def public_numbers(self) -> list["Number"]:
        """The numbers that everybody may see."""
        return [number for number in self.numbers if not number.is_private]


@dataclass(frozen=True)
class Number:
    """A phone number: what it is called, how it is shown, and whether it is for the team alone."""

    label: str
    shown: str
    audience: str

    @property
    def is_private(self) -> bool:
        """Whether only the person's team is shown it."""
        return self.audience != PhoneAudience.EVERYBODY

    @property
    def dial(self) -> str:
        """The number as a phone dials it; empty for what is none."""
        return dialled(self.shown)
