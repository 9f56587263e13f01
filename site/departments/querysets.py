"""Reading department sites."""

from wagtail.models import Page

from access.querysets import ReadablePageQuerySet, Reader

#: What a department's line in a list does not show.
FRONT_PAGE_ONLY = ("body", "services", "contacts", "quick_links")


class DepartmentQuerySet(ReadablePageQuerySet):
    """Department front pages, in the ways that lists need them."""

    def below(self, page: Page, user: Reader) -> "DepartmentQuerySet":
        """The departments directly below a page that `user` may read, in the editors' order."""
        if not page.path:
            return self.none()
        return self.child_of(page).readable_by(user).order_by("path").defer(*FRONT_PAGE_ONLY)


class ContentQuerySet(ReadablePageQuerySet):
    """Content pages, in the ways that lists need them."""

    def below(self, page: Page, user: Reader) -> "ContentQuerySet":
        """The content pages directly below a page that `user` may read, in the editors' order."""
        if not page.path:
            return self.none()
        return self.child_of(page).readable_by(user).order_by("path").for_listing()

    def for_listing(self) -> "ContentQuerySet":
        """Without the body, which no list shows."""
        return self.defer("body")
