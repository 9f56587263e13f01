"""Each person's choices: usual ones until they choose, kept as they chose, and no mail at all if they like."""

import pytest
from bs4 import BeautifulSoup

from core.notices import Notice, NoticeKind, tell
from notifications import services
from notifications.choices import DEFAULTS, Mail
from notifications.links import unsubscribe_address
from notifications.models import Choice, Follow, MailStop, Notification
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.pages import ContentPageFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/notifications/choices/"


def form_of(client) -> dict[str, str]:
    """What the form would send as it stands."""
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
    form = page.select_one("form.wishes")
    sent = {box["name"]: box["value"] for box in form.select("input[checked]")}
    return sent | {
        select["name"]: select.select_one("option[selected]")["value"]
        for select in form.select("select")
    }


def test_the_usual_choices_are_shown_and_saving_them_changes_nothing(
    home, staff, staff_client
) -> None:
    sent = form_of(staff_client)
    assert sent["mail-mentioned"] == Mail.AT_ONCE
    assert sent["bell-mentioned"] == "yes"
    assert sent["mail"] == "yes"
    staff_client.post(ADDRESS, sent)
    assert {kind: wish.mail for kind, wish in services.choices_of(staff).items()} == DEFAULTS
    assert form_of(staff_client) == sent


def test_choices_are_kept_for_each_person(home, staff, staff_client) -> None:
    sent = form_of(staff_client) | {"mail-story": "daily", "mail-replied": "never"}
    del sent["bell-thanked"]
    staff_client.post(ADDRESS, sent)
    assert form_of(staff_client) == sent
    assert not Choice.objects.exclude(user=staff).exists()
    tell(Notice(NoticeKind.STORY, "page", ContentPageFactory().pk, users=[staff.pk]))
    assert Notification.objects.get().mail == Mail.DAILY


def test_what_waits_for_mail_waits_for_the_new_pace(home, staff) -> None:
    waiting = NotificationFactory(user=staff, kind=NoticeKind.STORY, mail=Mail.WEEKLY)
    never = NotificationFactory(user=staff, kind=NoticeKind.STORY, mail=Mail.NEVER)
    services.choose(staff, {NoticeKind.STORY: services.Wish(True, Mail.AT_ONCE)})
    waiting.refresh_from_db()
    never.refresh_from_db()
    assert (waiting.mail, never.mail) == (Mail.AT_ONCE, Mail.NEVER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"mail-story": "hourly"},
        {"mail-story": ""},
        {"mail-story": "\x00"},
        {"mail-story": "x" * 10_000},
    ],
)
def test_a_choice_that_there_is_not_is_refused_and_nothing_is_kept(
    home, staff_client, wrong
) -> None:
    assert staff_client.post(ADDRESS, form_of(staff_client) | wrong).status_code == 400
    assert not Choice.objects.exists()


def test_a_form_that_lacks_fields_is_refused(home, staff_client) -> None:
    assert staff_client.post(ADDRESS, {"mail": "yes"}).status_code == 400


def test_who_does_not_work_in_the_cms_is_not_asked_of_its_kinds(
    home, staff_client, admin_client
) -> None:
    assert b"waits for my approval" not in staff_client.get(ADDRESS).content
    assert b"waits for my approval" in admin_client.get(ADDRESS).content


def test_no_mail_at_all_leaves_the_choices_as_they_are(home, staff, staff_client) -> None:
    sent = form_of(staff_client) | {"mail-story": "daily"}
    staff_client.post(ADDRESS, sent | {"mail": "no"})
    assert services.is_mail_stopped(staff)
    assert form_of(staff_client) == sent | {"mail": "no"}
    staff_client.post(ADDRESS, sent)
    assert not services.is_mail_stopped(staff)
    assert services.choices_of(staff)[NoticeKind.STORY].mail == Mail.DAILY


class TestTheLinkThatEndsMails:
    """It works for whoever has it, at once, without signing in."""

    @pytest.fixture
    def link(self, staff) -> str:
        return "/" + unsubscribe_address(staff).split("/", 3)[3]

    def test_one_click_ends_them_and_a_second_changes_nothing(self, link, staff, client) -> None:
        other = UserFactory()
        for _ in range(2):
            response = client.get(link)
            assert response.status_code == 200
            assert services.is_mail_stopped(staff)
        assert not services.is_mail_stopped(other)
        assert b"That was a mistake" in response.content
        client.post(link, {"undo": "yes"})
        assert not services.is_mail_stopped(staff)

    def test_a_mail_program_posts_to_it(self, link, staff) -> None:
        from django.test import Client

        client = Client(enforce_csrf_checks=True)
        response = client.post(link, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200  # RFC 8058 wants no redirect
        assert services.is_mail_stopped(staff)

    def test_fetching_ahead_ends_nothing(self, link, staff, client) -> None:
        client.head(link)
        client.get(link, headers={"sec-purpose": "prefetch"})
        assert not services.is_mail_stopped(staff)

    @pytest.mark.parametrize(
        "change", [lambda t: t[:-1], lambda t: "1" + t, lambda t: "x", lambda t: t.replace(".", "")]
    )
    def test_a_link_that_was_not_sent_is_not_there(self, link, staff, client, change) -> None:
        token = link.split("/")[-2]
        assert client.get(f"/notifications/unsubscribe/{change(token)}/").status_code == 404
        assert not MailStop.objects.exists()

    def test_the_link_of_who_has_gone_is_not_there(self, link, staff, client) -> None:
        staff.is_active = False
        staff.save()
        assert client.get(link).status_code == 404

    def test_it_names_nobody(self, link, client) -> None:
        assert b"Okafor" not in client.get(link).content

    def test_ones_notifications_say_that_mails_are_ended_and_how_to_have_them_again(
        self, link, home, staff, staff_client, html_errors
    ) -> None:
        staff_client.get(link)
        page = staff_client.get("/notifications/").content.decode()
        assert "You get no e-mails" in page
        assert html_errors({"list": page, "ended": staff_client.get(link).content.decode()}) == []
        staff_client.post("/notifications/mail/")
        assert not services.is_mail_stopped(staff)

    def test_what_happened_without_mails_is_not_mailed_later(self, staff) -> None:
        services.stop_mail(staff)
        NotificationFactory(user=staff, mail=Mail.DAILY)
        services.resume_mail(staff)
        assert Notification.objects.get().mail == Mail.NEVER


def test_all_that_one_follows_is_listed_with_a_button_each(
    home, staff, staff_client, html_errors
) -> None:
    page = ContentPageFactory(title="Travel")
    gone = ContentPageFactory(title="Gone")
    for number in (page.pk, gone.pk):
        Follow.objects.create(user=staff, kind="page", number=number)
    gone.unpublish()
    html = staff_client.get("/notifications/following/").content.decode()
    found = BeautifulSoup(html, "html.parser")
    assert [link.text for link in found.select(".tell__what a")] == ["Travel"]
    assert found.select(f"form[action='/notifications/follow/page/{page.pk}/'] [value=no]")
    assert html_errors(html) == []
