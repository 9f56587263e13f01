"""What core adds to the CMS and takes out of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from core import guide, owners, richtext
from core.exits import api, bulk, fields, mail, panels
from core.exits.files import ShownFilePolicy
from core.exits.pages import ShownPagePolicy, only_shown
from core.models import Document, Image
from core.trash import views as trash
from core.viewsets import TopicViewSet

register_snippet(TopicViewSet)

fields.name_nothing_closed()
mail.write_to_nobody_outside()
register_permission_policy(Page, ShownPagePolicy())
for model in (Document, Image):
    policy = ShownFilePolicy(model, auth_model=model, owner_field_name="uploaded_by_user")
    # Exactly, or else Wagtail's apps, which come later, would put theirs back.
    register_permission_policy(model, policy, exact_class=True)

for action in (bulk.Move, bulk.Publish, bulk.Unpublish, bulk.Delete, bulk.AddToCollection):
    # After those of the same name, which it thereby replaces.
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("register_rich_text_features", order=100)
def keep_fragments(features: FeatureRegistry) -> None:
    """Links to a heading of a page stay so when the text is edited, and name nothing closed."""
    richtext.keep_fragments(features)
    fields.link_to_nothing_closed(features)


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


@hooks.register("construct_page_chooser_queryset")
def choosers_offer_what_is_shown(pages: Any, request: HttpRequest) -> Any:
    """Choosers, their search included, offer what may be edited or seen."""
    return only_shown(pages, request.user)


@hooks.register("construct_homepage_panels")
def panels_list_what_is_shown(request: HttpRequest, found: list[Any]) -> None:
    """The dashboard lists what may be edited or seen."""
    panels.replace_panels(found)


@hooks.register("construct_homepage_summary_items", order=100)
def summary_counts_what_is_shown(request: HttpRequest, items: list[Any]) -> None:
    """The dashboard counts what may be edited or seen."""
    panels.replace_summary(request, items)


@hooks.register("construct_admin_api")
def delete_by_api(router: Any) -> None:
    """The admin's API deletes into the bin too."""
    router.register_endpoint("pages", api.PagesViewSet)


@hooks.register("before_delete_page")
def delete_into_the_bin(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Deleted pages go to the bin."""
    return trash.delete_page(request, page)


@hooks.register("register_admin_urls")
def bin_urls() -> list[URLPattern]:
    """The bin."""
    return [
        path("bin/", trash.BinView.as_view(), name="core_bin"),
        path(
            "bin/<int:binned_id>/put-back/", trash.PutBackView.as_view(), name="core_bin_put_back"
        ),
        path("bin/<int:binned_id>/delete/", trash.delete_for_good, name="core_bin_delete"),
    ]


class BinMenuItem(MenuItem):
    """Shown to those who may delete pages somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the reader has any right on pages."""
        policy = ShownPagePolicy()
        return bool(policy.user_has_any_permission(request.user, {"change", "publish"}))


@hooks.register("register_admin_menu_item")
def bin_menu_item() -> MenuItem:
    """The way to the bin."""
    return BinMenuItem("Bin", reverse("core_bin"), icon_name="bin", order=450)


@hooks.register("register_log_actions", order=100)
def bin_log_actions(actions: LogActionRegistry) -> None:
    """What the history calls it; and it names nothing closed. After Wagtail's own actions."""
    fields.tell_no_closed_places(actions)
    actions.register_action("core.bin", "Put in the bin", "Put in the bin")
    actions.register_action(owners.HANDED_ON, "Hand on to another owner", "Handed on")
    actions.register_action("core.put_back", "Put back from the bin", "Put back from the bin")
