"""Pages as a subject: those of every type that takes comments."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import Page, get_page_models

from access.querysets import Reader, readable_by
from accounts.roles import ENTER_ADMIN
from conversations.enums import Talk
from conversations.models import TakesCommentsMixin
from conversations.subjects import Place
from core.editing import may_edit
from core.notices import Sight

NAME = "page"
CLOSED, OPENED = "conversations.close", "conversations.open"


class Pages:
    """Stories, and whatever other pages take comments."""

    label = "page"
    nests = True

    def of(self, user: Reader, thing: Any) -> Place | None:
        """No query; a draft that was never published is no place to talk."""
        if not getattr(thing, "takes_comments", False) or not thing.pk or not thing.live:
            return None
        return Place(NAME, thing.pk, thing.title, thing.get_url() or "", Talk(thing.comments))

    def places(self, user: Reader, numbers: Collection[int]) -> dict[int, Place]:
        """One query for each type of page that takes comments."""
        found: dict[int, Place] = {}
        for model in page_types():
            pages = readable_by(model._default_manager.filter(pk__in=numbers), user)
            for page in pages.only("title", "url_path", "live", "comments", "locale"):
                place = self.of(user, page)
                if place is not None:
                    found[page.pk] = place
        return found

    def readable(self, user: Reader) -> Any:
        """The ids of those whose conversation is shown, as a query."""
        shown = Q(pk__in=())
        for model in page_types():
            talked = model._default_manager.exclude(comments=Talk.NONE).order_by()
            shown |= Q(pk__in=talked.values("pk"))
        return readable_by(Page.objects.filter(shown), user).order_by().values("pk")

    def sights(self, numbers: Collection[int]) -> dict[int, Sight]:
        """One query for each type of page that takes comments; whoever may read the page may read what is said."""
        return {
            number: Sight(page=number)
            for model in page_types()
            for number in model._default_manager.filter(pk__in=numbers)
            .exclude(comments=Talk.NONE)
            .values_list("pk", flat=True)
        }

    def told(self, number: int) -> set[int]:
        """Whom the page's own type names."""
        page = _specific(number)
        return page.told_of_comments() if page is not None else set()

    def may_close(self, user: Any, number: int) -> bool:
        """Whoever may edit the page."""
        if not user.has_perm(ENTER_ADMIN):
            return False
        page = Page.objects.filter(pk=number).first()
        return page is not None and may_edit(user, page)

    def set_talk(self, number: int, talk: Talk, actor: Any) -> None:
        """Write it into the page and into its latest draft, so that publishing that does not undo it."""
        page = _specific(number)
        if page is None:
            return
        type(page)._default_manager.filter(pk=number).update(comments=talk)
        draft = page.latest_revision
        if draft is not None:
            draft.content["comments"] = str(talk)
            draft.save(update_fields=["content"])
        log(instance=page, action=CLOSED if talk == Talk.CLOSED else OPENED, user=actor)


def page_types() -> Iterator[type[Any]]:
    """The page types that take comments."""
    yield from (model for model in get_page_models() if issubclass(model, TakesCommentsMixin))


def _specific(number: int) -> Any:
    page = Page.objects.filter(pk=number).first()
    found = page.specific if page is not None else None
    return found if isinstance(found, TakesCommentsMixin) else None
