"""What makes cached menus, addresses and bodies stale, heard in the transaction of the change.

Wagtail's own signals come after its transactions (a changed slug's after the commit), so a process
killed in between would leave a stale menu behind. Every change to a page that readers could notice
saves a page, inside the transaction that makes it: publishing, unpublishing, moving (which saves the
page that was moved), reordering, copying and changing an address.
"""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site, get_page_models

from access.settle import rules_settled
from core import epochs
from core.models import Document, Image
from core.models.files import TEXT_FIELDS

#: The fields of a page that menus, breadcrumbs and addresses are drawn from.
SHOWN_FIELDS = frozenset(
    {"title", "slug", "url_path", "path", "depth", "live", "expire_at", "show_in_menus"}
)


def page_saved(update_fields: Collection[str] | None = None, **_kwargs: Any) -> None:
    """A page was saved; a save of other fields alone, such as a draft's, changes nothing here."""
    if update_fields is None or not SHOWN_FIELDS.isdisjoint(update_fields):
        epochs.raise_tree()


def tree_changed(**_kwargs: Any) -> None:
    """A menu, an address or what may be seen has changed."""
    epochs.raise_tree()


def files_changed(update_fields: Collection[str] | None = None, **_kwargs: Any) -> None:
    """A picture or a document has changed; what a document says is shown by search alone."""
    if update_fields is None or not TEXT_FIELDS.issuperset(update_fields):
        epochs.raise_files()


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    for model in {Page, *get_page_models()}:
        post_save.connect(page_saved, sender=model, dispatch_uid=f"core-{model._meta.label}")
    post_delete.connect(tree_changed, sender=Page, dispatch_uid="core-page-deleted")
    for sender in (Site, PageViewRestriction):
        post_save.connect(tree_changed, sender=sender, dispatch_uid=f"core-{sender.__name__}")
        post_delete.connect(tree_changed, sender=sender, dispatch_uid=f"core-{sender.__name__}-del")
    m2m_changed.connect(
        tree_changed, sender=PageViewRestriction.groups.through, dispatch_uid="core-groups"
    )
    rules_settled.connect(tree_changed, dispatch_uid="core-rules")
    for sender in (Image, Document):
        name = sender.__name__
        post_save.connect(files_changed, sender=sender, dispatch_uid=f"core-{name}")
        post_delete.connect(files_changed, sender=sender, dispatch_uid=f"core-{name}-deleted")
