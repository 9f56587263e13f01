"""Comments, reactions and reports."""

from typing import Any

import factory

from conversations.enums import Reason
from conversations.models import Comment, Reaction, Report
from conversations.pages import NAME, Pages
from conversations.subjects import Place
from tests.factories.accounts import UserFactory


def place_of(page: Any) -> Place:
    """A page as a place to talk."""
    place = Pages().of(None, page)
    assert place is not None
    return place


class CommentFactory(factory.django.DjangoModelFactory):
    """A comment on `page`; `parent=` makes it a reply. Nobody is told, and no rule is asked."""

    author = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"A word about it, number {n}.")
    subject = NAME
    number = factory.LazyAttribute(lambda it: it.page.pk)

    class Meta:
        model = Comment
        exclude = ("page",)

    class Params:
        page = None


class ReactionFactory(factory.django.DjangoModelFactory):
    """That somebody likes a comment; give `target` and `number` for something else."""

    user = factory.SubFactory(UserFactory)
    target = "comment"
    kind = "like"

    class Meta:
        model = Reaction


class ReportFactory(factory.django.DjangoModelFactory):
    """That somebody reported `said`."""

    reporter = factory.SubFactory(UserFactory)
    reason = Reason.RUDE
    target = factory.LazyAttribute(lambda it: it.said.kind)
    number = factory.LazyAttribute(lambda it: it.said.pk)
    subject = factory.LazyAttribute(lambda it: it.said.subject_key[0])
    subject_number = factory.LazyAttribute(lambda it: it.said.subject_key[1])
    text = factory.LazyAttribute(lambda it: it.said.text)

    class Meta:
        model = Report
        exclude = ("said",)

    class Params:
        said = None
