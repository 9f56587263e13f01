"""What templates ask of conversations."""

from typing import Any

from django import template
from django.urls import reverse

from conversations import subjects
from conversations.composing import Composer
from conversations.permissions import may_moderate, silent_until
from conversations.reactions import Reactions
from conversations.services.closing import may_close
from conversations.showing import Shown
from conversations.threads import conversation_of

register = template.Library()


@register.inclusion_tag("conversations/conversation.html", takes_context=True)
def conversation(context: template.Context, name: str, thing: Any) -> dict[str, Any]:
    """`{% conversation "page" page %}`: what is said about a thing, and the form to say more.

    Nothing in a preview, of a draft, and where nothing is said.
    """
    request = context.get("request")
    if request is None or not hasattr(request, "user") or getattr(request, "is_preview", False):
        return {}
    place = subjects.subject_of(name).of(request.user, thing)
    if place is None or not place.is_shown:
        return {}
    found = conversation_of(request.user, place, request.GET.get("page", 1))
    address = reverse("conversations:comment", args=place.key)
    composer = Composer(address) if place.is_open else None
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "talk": found,
        "place": place,
        "composer": composer,
        "silenced": silent_until(request.user) if composer else None,
        "may_close": may_close(request.user, place),
        "back": request.get_full_path(),
    }


@register.inclusion_tag("conversations/reactions.html", takes_context=True)
def reactions(context: template.Context, given: Reactions) -> dict[str, Any]:
    """`{% reactions one.reactions %}`: the drawings that were given, and the way to give one."""
    return _with_form(context) | {"reactions": given}


@register.inclusion_tag("conversations/replies.html", takes_context=True)
def replies(context: template.Context, one: Shown, is_open: bool = True) -> dict[str, Any]:
    """`{% replies one %}`: what was said in reply to something, which `one` has at hand."""
    return _with_form(context) | {"one": one, "is_open": is_open}


@register.inclusion_tag("conversations/said.html", takes_context=True)
def said(
    context: template.Context, one: Shown, is_open: bool = True, reply_to: str = ""
) -> dict[str, Any]:
    """`{% said one %}`: a comment with who said it, reactions and what the reader may do with it."""
    return _with_form(context) | {"one": one, "is_open": is_open, "reply_to": reply_to}


@register.filter
def moderates(user: Any) -> bool:
    """`{% if user|moderates %}`: whether a reader is a moderator."""
    return may_moderate(user)


def _with_form(context: template.Context) -> dict[str, Any]:
    """What a form inside needs."""
    return {name: context.get(name) for name in ("request", "csrf_token", "back")}
