"""Whatever happens to pages and people, nobody is told of what they may not see: not by the bell, the list or a letter."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from access.querysets import readable_by
from accounts.models import User
from core.notices import Notice, NoticeKind, tell
from notifications import services
from notifications.choices import Mail
from notifications.letters.gathering import gather
from notifications.letters.sending import send
from notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict

pytestmark = pytest.mark.django_db

PAGES, PEOPLE = 3, 2
page_numbers, person_numbers = st.integers(0, PAGES - 1), st.integers(0, PEOPLE - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), page_numbers, st.sampled_from(list(NoticeKind)[:3])),
        st.tuples(
            st.sampled_from(["unpublish", "publish", "restrict", "open", "expire"]),
            page_numbers,
            st.none(),
        ),
        st.tuples(st.sampled_from(["join", "leave", "stop", "post"]), person_numbers, st.none()),
    ),
    max_size=12,
)


class World:
    """Pages below a department, people, and what happens to them."""

    def __init__(self) -> None:
        self.inside = Group.objects.create(name="Inside")
        department = DepartmentPageFactory()
        self.pages = [ContentPageFactory(title=f"Tale{n}", parent=department) for n in range(PAGES)]
        self.people = [UserFactory() for _ in range(PEOPLE)]
        self.now = timezone.now()

    def page(self, number: int) -> Page:
        return Page.objects.get(pk=self.pages[number].pk)

    def step(self, what: str, number: int, kind: NoticeKind | None) -> None:
        getattr(self, f"do_{what}")(number, kind)

    def do_tell(self, number: int, kind: NoticeKind) -> None:
        users = [user.pk for user in self.people]
        occasion = Notification.objects.count()
        tell(Notice(kind, "page", self.pages[number].pk, users, occasion=occasion))
        Notification.objects.filter(letter=None).update(mail=Mail.AT_ONCE)

    def do_unpublish(self, number: int, _: None) -> None:
        Page.objects.filter(pk=self.pages[number].pk).update(live=False)

    def do_publish(self, number: int, _: None) -> None:
        Page.objects.filter(pk=self.pages[number].pk).update(live=True, expire_at=None)

    def do_restrict(self, number: int, _: None) -> None:
        if not PageViewRestriction.objects.filter(page=self.page(number)).exists():
            restrict(self.page(number), self.inside)

    def do_open(self, number: int, _: None) -> None:
        for restriction in PageViewRestriction.objects.filter(page=self.page(number)):
            restriction.delete()

    def do_expire(self, number: int, _: None) -> None:
        Page.objects.filter(pk=self.pages[number].pk).update(expire_at=self.now)

    def do_join(self, number: int, _: None) -> None:
        self.people[number].groups.add(self.inside)

    def do_leave(self, number: int, _: None) -> None:
        self.people[number].groups.clear()

    def do_stop(self, number: int, _: None) -> None:
        services.stop_mail(self.people[number])

    def do_post(self, _number: int, __: None) -> None:
        seen = {user.email: self.readable(user) for user in self.people}
        before = len(mail.outbox)
        self.now += timedelta(minutes=2)
        with time_machine.travel(self.now, tick=False):
            gather()
            send()
        for letter in mail.outbox[before:]:
            named = {page.title for page in self.pages if page.title in letter.body}
            assert named
            assert named <= seen[letter.to[0]]

    def readable(self, user: User) -> set[str]:
        fresh = User.objects.get(pk=user.pk)
        with time_machine.travel(self.now + timedelta(minutes=2), tick=False):
            pages = readable_by(Page.objects.filter(title__startswith="Tale"), fresh)
            return set(pages.values_list("title", flat=True))

    def check(self) -> None:
        for user in self.people:
            client = Client()
            with time_machine.travel(self.now + timedelta(minutes=2), tick=False):
                client.force_login(user)
                html = client.get("/notifications/").content
            drawn = BeautifulSoup(html, "html.parser")
            told = [link.text for link in drawn.select(".tell__what a")]
            readable = self.readable(user)
            own = Notification.objects.filter(user=user, in_bell=True)
            expected = own.filter(thing__page__title__in=readable).count()
            assert len(told) == expected
            bell = drawn.select_one(".header__tools a[href='/notifications/']").get_text(
                " ", strip=True
            )
            number = int(bell.split()[0]) if bell[0].isdigit() else 0
            assert number == expected  # nothing was opened


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(steps=STEPS)
def test_nobody_is_ever_told_of_what_they_may_not_see(home, steps) -> None:
    with transaction.atomic():
        world = World()
        for what, number, kind in steps:
            world.step(what, number, kind)
        world.do_post(0, None)
        world.check()
        mail.outbox.clear()
        transaction.set_rollback(True)
