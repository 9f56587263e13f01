"""Pages of every type. Each factory takes `parent=`; without one, what it needs is made."""

import factory
import wagtail_factories
from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction

from departments.models import ContentPage, DepartmentPage
from home.models import HomePage
from news.models import NewsIndexPage, NewsPage
from policies.models import PolicyIndexPage, PolicyPage


def home_page() -> HomePage:
    """The home page that the migrations made."""
    return HomePage.objects.get()


class DepartmentPageFactory(wagtail_factories.PageFactory):
    """A department's front page, below the home page."""

    title = factory.Sequence(lambda n: f"Department {n}")
    purpose = "We look after the harbours."
    parent = factory.LazyFunction(home_page)

    class Meta:
        model = DepartmentPage


class ContentPageFactory(wagtail_factories.PageFactory):
    """A content page, below the home page unless told otherwise."""

    title = factory.Sequence(lambda n: f"Page {n}")
    summary = "What you need to know."
    parent = factory.LazyFunction(home_page)

    class Meta:
        model = ContentPage


class NewsIndexPageFactory(wagtail_factories.PageFactory):
    """A news list."""

    title = factory.Sequence(lambda n: f"News {n}")
    parent = factory.LazyFunction(home_page)

    class Meta:
        model = NewsIndexPage


class NewsPageFactory(wagtail_factories.PageFactory):
    """A story."""

    title = factory.Sequence(lambda n: f"Story {n}")
    standfirst = "What happened, in a sentence."
    author = "Priya Nair"
    parent = factory.LazyFunction(NewsIndexPageFactory)

    class Meta:
        model = NewsPage


class PolicyIndexPageFactory(wagtail_factories.PageFactory):
    """A policy list."""

    title = factory.Sequence(lambda n: f"Policies {n}")
    parent = factory.LazyFunction(home_page)

    class Meta:
        model = PolicyIndexPage


class PolicyPageFactory(wagtail_factories.PageFactory):
    """A policy."""

    title = factory.Sequence(lambda n: f"Policy {n}")
    summary = "Ask before you travel."
    parent = factory.LazyFunction(PolicyIndexPageFactory)

    class Meta:
        model = PolicyPage


def restrict(page: Page, *groups: Group) -> PageViewRestriction:
    """Close a page, and what is below it, to everybody but these groups."""
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set(groups)
    return restriction


def text(html: str) -> dict[str, str]:
    """A block of text for a body."""
    return {"type": "text", "value": html}
