"""What a page needs to be counted."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from wagtail.models import Page

from insights.reach.tokens import token_for

register = template.Library()


@register.simple_tag(takes_context=True)
def count_read(context: template.Context, page: Page) -> str:
    """`{% count_read page %}`, once, at the end of a page: counts that it is read, once it is shown.

    No query, no write. Nothing in previews and for strangers.
    """
    request: Any = context.get("request")
    if request is None or getattr(request, "is_preview", False) or not page.pk:
        return ""
    if not request.user.is_authenticated:
        return ""
    return render_to_string("insights/count_read.html", {"token": token_for(page.pk, request.user)})
