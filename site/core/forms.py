"""The form of every page in the CMS."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from core.reserved import is_reserved

HOME_DEPTH = 2


class BasePageForm(WagtailAdminPageForm):
    """Refuses an address that the site itself answers."""

    def clean(self) -> dict[str, Any]:
        """A page directly below the home page is not called as a section of the site is."""
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug") or ""
        if self.parent_page and self.parent_page.depth == HOME_DEPTH and is_reserved(slug):
            self.add_error(
                "slug",
                f"The site itself uses the address /{slug}/. Choose another, such as “{slug}-pages”.",
            )
        return cleaned
