"""Reading policies."""

from django.db.models import Q
from wagtail.models import Page

from access.querysets import ReadablePageQuerySet

#: What a policy's department brings along that no policy shows.
FRONT_PAGE_ONLY = (
    "department__body",
    "department__services",
    "department__contacts",
    "department__quick_links",
)


class PolicyQuerySet(ReadablePageQuerySet):
    """Policies, in the ways that lists need them."""

    def of_department(self, department: Page) -> "PolicyQuerySet":
        """Policies that name the department as theirs, or that stand in its own site."""
        return self.filter(Q(department_id=department.pk) | Q(path__startswith=department.path))

    def for_listing(self, *, body: bool = False) -> "PolicyQuerySet":
        """With the department at hand; without the body, unless it is asked for."""
        unread = FRONT_PAGE_ONLY if body else ("body", *FRONT_PAGE_ONLY)
        near = ("department__page_rule", *(("content_owner",) if body else ()))
        return self.select_related(*near).defer(*unread)
