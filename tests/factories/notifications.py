"""What people follow, and what they were told."""

import factory
from django.utils import timezone

from core.notices import NoticeKind
from notifications.choices import Mail
from notifications.models import Follow, Notification, Thing
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory


class FollowFactory(factory.django.DjangoModelFactory):
    """That somebody follows a page."""

    user = factory.SubFactory(UserFactory)
    kind = "page"
    number = factory.LazyFunction(lambda: ContentPageFactory().pk)

    class Meta:
        model = Follow


class ThingFactory(factory.django.DjangoModelFactory):
    """A page that people were told of; `page=` is which."""

    source = "page"
    page = factory.SubFactory(ContentPageFactory)
    number = factory.LazyAttribute(lambda thing: thing.page.pk)

    class Meta:
        model = Thing
        django_get_or_create = ("source", "number")


class NotificationFactory(factory.django.DjangoModelFactory):
    """That somebody was told of a page, just now."""

    user = factory.SubFactory(UserFactory)
    kind = NoticeKind.CHANGED
    thing = factory.SubFactory(ThingFactory)
    told_at = factory.LazyFunction(timezone.now)
    mail = Mail.NEVER

    class Meta:
        model = Notification
