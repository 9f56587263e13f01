"""The tags of notifications: buttons to follow things."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token

from core import registry
from notifications.bell import Count, unread_of
from notifications.buttons import followed_by

register = template.Library()


@register.inclusion_tag("notifications/follow.html", takes_context=True)
def follow(context: template.Context, kind: str, number: int, title: str = "") -> dict[str, Any]:
    """`{% follow "department" department.pk %}`: a button to follow it, or no longer.

    `title` names it for those who only hear the button. No query of its own.
    """
    request = _request(context)
    things = registry.followables.get(kind)
    if request is None or things is None or not number or not _may_follow(request):
        return {}
    return {
        "label": things.label,
        "kind": kind,
        "number": number,
        "title": title,
        "is_followed": (kind, number) in followed_by(request),
        "here": request.get_full_path(),
        "csrf_token": get_token(request),
    }


@register.simple_tag(takes_context=True)
def unread(context: template.Context) -> Count:
    """`{% unread as count %}`: how much of what the bell tells the reader is unread. No query of its own."""
    return unread_of(getattr(_request(context), "user", None))


def _may_follow(request: HttpRequest) -> bool:
    """Whether a button makes sense: not for strangers, nor in an editor's preview."""
    user = getattr(request, "user", None)
    return bool(getattr(user, "is_authenticated", False)) and not getattr(
        request, "is_preview", False
    )


def _request(context: template.Context) -> HttpRequest | None:
    """The request, which is there also where a component is drawn with `only` what it is given."""
    return context.get("request") or getattr(context, "request", None)
