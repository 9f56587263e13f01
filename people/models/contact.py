"""How to reach somebody."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel

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
