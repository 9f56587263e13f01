"""The tags that our templates use: bodies, menus, icons."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import Parser, Token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from core import bodies, navigation
from core.editing import may_edit

register = template.Library()


@register.simple_tag(takes_context=True)
def body(context: template.Context, page: Any, field_name: str = "body") -> SafeString:
    """`{% body page %}` inside `{% links %}`: what editors wrote in one of a page's fields."""
    return bodies.draw(page, field_name, context.get("request"))


class LinksNode(template.Node):
    """Writes out all links of what it encloses at once, for the reader of this request."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """The enclosed HTML with its links resolved: two queries, however many links."""
        return bodies.resolve(self.nodelist.render(context), _request(context))


@register.tag
def links(parser: Parser, token: Token) -> LinksNode:
    """`{% links %} … {% endlinks %}`, once, round the main part of a page."""
    nodelist = parser.parse(("endlinks",))
    parser.delete_first_token()
    return LinksNode(nodelist)


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> list[navigation.Item]:
    """`{% main_menu as items %}`: what the header leads to."""
    request = _request(context)
    return navigation.main_menu(request) if request else []


@register.simple_tag(takes_context=True)
def menu_links(context: template.Context) -> list[navigation.Link]:
    """`{% menu_links as links %}`: what the header leads to besides pages."""
    request = _request(context)
    return navigation.menu_links(request) if request else []


@register.simple_tag(takes_context=True)
def trail(context: template.Context, page: Page | None = None) -> list[navigation.Item]:
    """`{% trail page as items %}`: the breadcrumbs above a page."""
    request = _request(context)
    return navigation.trail(request, page) if request and page else []


@register.simple_tag(takes_context=True)
def section(context: template.Context, page: Page) -> navigation.Section | None:
    """`{% section page as here %}`: what "in this section" shows."""
    request = _request(context)
    return navigation.section(request, page) if request else None


@register.simple_tag(takes_context=True)
def edit_address(context: template.Context, page: Page | None = None) -> str:
    """`{% edit_address page as address %}`: where the reader may edit a page, or nothing.

    One query for an editor, against eight for Wagtail's user bar; none for anybody else.
    """
    request = _request(context)
    if request is None or not page or not page.pk or getattr(request, "is_preview", False):
        return ""
    if not may_edit(request.user, page):
        return ""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """`{% icon "search" %}`: a drawing from the sprite; words beside it say what it means."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("icons.svg"),
        name,
    )


def _request(context: template.Context) -> HttpRequest | None:
    """The request, if it has come far enough to know who asks (an error page's may not)."""
    request = context.get("request")
    return request if request is not None and hasattr(request, "user") else None
