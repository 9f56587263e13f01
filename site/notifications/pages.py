"""Pages of the tree, as what people are told of and what they follow."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, get_page_models

from access.querysets import readable_by
from access.rules import Reader
from core.models import BasePage, Topic
from core.notices import Sight, Told
from core.plain import plain_line

PAGE, DEPARTMENT, TOPIC = "page", "department", "topic"


class Pages:
    """Any page that a reader may read: followed as a page, and told of as one."""

    label = "page"

    def show(self, user: Reader, numbers: Collection[int]) -> dict[int, Told]:
        """One query."""
        pages = readable_by(Page.objects.filter(pk__in=numbers, depth__gt=1), user)
        return {
            page.pk: Told(
                title=plain_line(page.title),
                address=page.get_url() or "/",
                excerpt=plain_line(page.search_description),
            )
            for page in self.narrow(pages)
        }

    def sights(self, numbers: Collection[int]) -> dict[int, Sight]:
        """Whether a page is live, the page itself says; so here it only has to be. One query."""
        found = Page.objects.filter(pk__in=numbers).values_list("pk", flat=True)
        return {number: Sight(page=number) for number in found}

    def narrow(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        """All of them."""
        return pages


class Departments(Pages):
    """Departments, by their front pages."""

    label = "department"

    def narrow(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        """Those that are departments' front pages."""
        types = [
            model
            for model in get_page_models()
            if issubclass(model, BasePage) and model.kind == DEPARTMENT
        ]
        kinds = ContentType.objects.get_for_models(*types, for_concrete_models=False)
        return pages.filter(content_type__in=kinds.values())


class Topics:
    """What pages are about. A topic is no secret: whoever is signed in may follow it."""

    label = "topic"

    def show(self, user: Reader, numbers: Collection[int]) -> dict[int, Told]:
        """One query."""
        if not user.is_authenticated or not user.is_active:
            return {}
        topics = Topic.objects.filter(pk__in=numbers)
        return {topic.pk: Told(topic.name, f"/topics/{topic.slug}/") for topic in topics}
