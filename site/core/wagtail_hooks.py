"""What core adds to the CMS and takes out of it."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from core import guide, richtext
from core.viewsets import TopicViewSet

register_snippet(TopicViewSet)


@hooks.register("register_rich_text_features", order=100)
def keep_fragments(features: FeatureRegistry) -> None:
    """Links to a heading of a page stay so when the text is edited."""
    richtext.keep_fragments(features)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """Our few corrections to the CMS's look."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


@hooks.register("register_admin_urls")
def guide_urls() -> list[URLPattern]:
    """The guide for editors."""
    return [
        path("guide/", guide.show, name="editors_guide_start"),
        path("guide/<slug:name>/", guide.show, name="editors_guide"),
    ]


@hooks.register("register_help_menu_item")
def guide_menu_item() -> MenuItem:
    """The way to the guide."""
    return MenuItem(
        "Guide for editors", reverse("editors_guide_start"), icon_name="help", order=100
    )


@hooks.register("construct_help_menu")
def leave_only_help_that_is_here(request: HttpRequest, items: list[MenuItem]) -> None:
    """Drop the entries that lead to other hosts: a closed network does not reach them."""
    items[:] = [item for item in items if item.url.startswith(("/", "#"))]
