"""The groups of the demo: who may change what.

Each department has two groups with one set of rights each, at its root and nowhere else: Editors add
and change, Publishers also publish and lock. Both have a collection of their own for files, and
may use the pictures and documents that everybody shares.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from departments.models import DepartmentPage
from news.models import NewsIndexPage

EDIT = ("add_page", "change_page")
PUBLISH = (*EDIT, "publish_page", "lock_page", "unlock_page")
KEEP_FILES = tuple(
    f"{action}_{kind}" for kind in ("image", "document") for action in ("add", "change", "choose")
)
USE_FILES = ("choose_image", "choose_document")
NEWS_TEAM = "News team"


def editors(department: str) -> str:
    """What the group of a department's editors is called."""
    return f"{department} editors"


def publishers(department: str) -> str:
    """What the group of a department's publishers is called."""
    return f"{department} publishers"


def make_groups() -> None:
    """Every department's two groups, and the news team. Groups that exist are left as they are."""
    for department in DepartmentPage.objects.filter(depth=3):
        _make(editors(department.title), department, EDIT, department.title)
        _make(publishers(department.title), department, PUBLISH, department.title)
    news = NewsIndexPage.objects.filter(depth=3, slug="news").first()
    if news is not None:
        _make(NEWS_TEAM, news, PUBLISH, news.title)


def _make(name: str, page: Page, rights: Iterable[str], collection: str) -> None:
    """A group with rights below one page, the admin, and a collection for its files."""
    group, is_new = Group.objects.get_or_create(name=name)
    if not is_new:
        return
    group.permissions.add(_permission("wagtailadmin", "access_admin"))
    for right in rights:
        permission = _permission("wagtailcore", right)
        GroupPagePermission.objects.create(group=group, page=page.page_ptr, permission=permission)
    own, shared = _collection(collection), Collection.get_first_root_node()
    for place, codenames in ((own, KEEP_FILES), (shared, USE_FILES)):
        for codename in codenames:
            GroupCollectionPermission.objects.create(
                group=group, collection=place, permission=_permission("core", codename)
            )


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _collection(name: str) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)
