"""The groups of the demo: the roles of the house, each department's own, and a section that is closed."""

from django.contrib.auth.models import Group
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from accounts.roles import make_roles
from core.models import Document
from departments.models import DepartmentPage
from departments.services import open_department

DEPARTMENT_DEPTH = 3
#: Who sees the demo's closed section, and where it is.
ENFORCEMENT = "Enforcement team"
CLOSED = "/harbour-licensing/enforcement/"
CLOSED_FILES = ("December visits",)


def make_groups() -> None:
    """Every role, and each department's groups, files and workflow. What exists is left as it is."""
    make_roles()
    for department in DepartmentPage.objects.filter(depth=DEPARTMENT_DEPTH):
        open_department(department.title)


def close_section(home: Page) -> None:
    """Close the enforcement section and its files to all but its team: once, then it is the editors'."""
    section = Page.objects.filter(url_path=f"{home.url_path}{CLOSED.strip('/')}/").first()
    team, is_new = Group.objects.get_or_create(name=ENFORCEMENT)
    if section is None or not is_new:
        return
    collection = Collection.get_first_root_node().add_child(name="Enforcement")
    for document in Document.objects.filter(title__in=CLOSED_FILES):
        document.collection = collection
        document.save()
    restrictions: tuple[PageViewRestriction | CollectionViewRestriction, ...] = (
        PageViewRestriction(page=section),
        CollectionViewRestriction(collection=collection),
    )
    for restriction in restrictions:
        restriction.restriction_type = BaseViewRestriction.GROUPS
        restriction.save()
        restriction.groups.set([team])
