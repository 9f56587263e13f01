"""The links that the demo's member of staff has chosen."""

from typing import Any

from wagtail.models import Page

from accounts.models import User
from home.models import MyLink
from home.services import add_address, add_page


def dress_links(home: Page, given: dict[str, Any]) -> None:
    """Each person's links, where they have none yet; the pages are part of the demo, so they are there."""
    for username, links in given.items():
        user = User.objects.get(username=username)
        if MyLink.objects.of(user).exists():
            continue
        for link in links:
            if "link" in link:
                path = f"{home.url_path}{link['link'].lstrip('/')}"
                add_page(user, Page.objects.get(url_path=path), link.get("name", ""))
            else:
                add_address(user, link["address"], link["name"])
