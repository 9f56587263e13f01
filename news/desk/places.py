"""Where stories stand in an order that editors choose: the home page, and departments' front pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page, Site

from access.querysets import NOTHING
from access.rules import sees_everything
from core.trash.place import in_bin_q
from news.desk.permissions import PUBLISHING, paths_with
from news.models import PinnedStory
from news.permissions import keeps_news

#: With these rights on a department one may try an order out; saving it takes the right to publish.
EDITING = frozenset({"change_page", "publish_page"})


@dataclass(frozen=True)
class Place:
    """The home page, or a department's front page."""

    page: Page
    #: None for the home page, as in `PinnedStory.place`.
    department: Any = None

    @property
    def label(self) -> str:
        """What the desk calls it."""
        return str(self.page.title) if self.department else "Home page"

    @property
    def address(self) -> str:
        """Where its order is chosen."""
        return reverse("news_desk_order", args=self._key)

    @property
    def preview(self) -> str:
        """Where it is drawn as it would be."""
        return reverse("news_desk_preview", args=self._key)

    @property
    def _key(self) -> list[int]:
        return [self.department.pk] if self.department else []


def home() -> Place | None:
    """The home page of the site."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return Place(site.root_page) if site else None


def departments(user: Any) -> Any:
    """Every department by name; for those whose rights reach into the bin, those outside it."""
    model: Any = PinnedStory._meta.get_field("place").related_model
    found = model.objects.order_by("title").only("title", "path", "depth", "url_path", "live")
    return found.filter(~in_bin_q()) if sees_everything(user) else found


def places_of(user: Any, front: Place | None = None) -> list[Place]:
    """The places whose order `user` may try out or choose: the home page, then departments by name.

    `front` is the home page, for those who have it already.
    """
    front = front or home()
    found = [front] if front and may_try(user, front) else []
    return found + [Place(one, one) for one in departments(user).filter(_below_q(user))]


def may_try(user: Any, place: Place) -> bool:
    """Whether `user` may try an order out: those who edit a department; for the home page those who choose it."""
    if place.department is None:
        return may_arrange(user, place)
    return place.page.path.startswith(paths_with(user, EDITING))


def may_arrange(user: Any, place: Place) -> bool:
    """Whether `user` may choose the order: whoever publishes the page; the home page's, also the news team."""
    publishes = place.page.path.startswith(paths_with(user, PUBLISHING))
    return publishes or (place.department is None and keeps_news(user))


def may_order_something(user: Any) -> bool:
    """Whether `user` may have something to put in order: asked for each page of the CMS, so nothing is looked up."""
    return bool(paths_with(user, EDITING))


def _below_q(user: Any) -> Q:
    if sees_everything(user):
        return Q()
    found = NOTHING
    for path in paths_with(user, EDITING):
        found |= Q(path__startswith=path)
    return found
