"""A person's own links."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class MyLinkQuerySet(models.QuerySet["MyLink"]):
    """Links, as people keep them."""

    def of(self, user: Any) -> "MyLinkQuerySet":
        """A person's links in their own order."""
        return self.filter(user=user.pk).order_by("position", "pk")


class MyLink(models.Model):
    """A link that somebody chose for themselves: to a page of ours, or to an address elsewhere."""

    #: What somebody keeps is nobody else's business: it is no usage of the page.
    wagtail_reference_index_ignore = True

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="my_links"
    )
    position = models.PositiveSmallIntegerField(default=0)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.CharField(max_length=500, blank=True)
    #: What the person calls it; empty for a page, it is called as the page is.
    name = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    #: Its page, if whoever looks may see it; attached for drawing.
    found: Any = None

    objects = MyLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "own link"
        verbose_name_plural = "own links"
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(page__isnull=False, address="")
                | (Q(page__isnull=True) & ~Q(address="")),
                name="home_mylink_leads_somewhere",
            ),
            models.UniqueConstraint(
                fields=("user", "page"),
                condition=Q(page__isnull=False),
                name="home_mylink_page_once",
            ),
            models.UniqueConstraint(
                fields=("user", "address"),
                condition=~Q(address=""),
                name="home_mylink_address_once",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.address or f"page {self.page_id}"
