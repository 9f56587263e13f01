"""Letters: one a person and period, of what they may see when it leaves, and nothing in two of them."""

import smtplib
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from core.notices import Notice, NoticeKind, tell
from notifications import services
from notifications.choices import Mail
from notifications.letters import sending
from notifications.letters.gathering import daily, gather, weekly
from notifications.letters.sending import PAUSES, send
from notifications.models import Letter, Notification, Thing
from notifications.states import LetterState
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory, ThingFactory
from tests.factories.pages import ContentPageFactory
from tests.factories.people import PersonFactory
from tests.notifications.test_bell import LOSSES

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
#: A Wednesday.
NOON = datetime(2026, 6, 3, 12, 0, tzinfo=LONDON)


def told(user, title: str = "Travel", mail: Mail = Mail.AT_ONCE, **fields) -> Notification:
    thing = ThingFactory(page=ContentPageFactory(title=title))
    return NotificationFactory(user=user, thing=thing, mail=mail, **fields)


def post(minutes: float = 0) -> list:
    """All that leaves if the worker runs so many minutes later."""
    before = len(mail.outbox)
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        gather()
        send()
    return mail.outbox[before:]


def state_of(letter: Letter) -> str:
    return Letter.objects.get(pk=letter.pk).state


class TestOneDigestAPersonAndPeriod:
    """What goes into which letter."""

    def test_what_comes_within_a_minute_comes_in_one_letter(self, home, staff) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            told(staff, "First")
            assert post() == []
            clock.shift(50)
            told(staff, "Second")
            clock.shift(15)
            (letter,) = post()
            assert "First" in letter.body
            assert "Second" in letter.body
            told(staff, "Third")
            assert post() == []
            (letter,) = post(2)
            assert "First" not in letter.body

    def test_a_daily_letter_comes_at_eight_in_the_morning(self, home, staff) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            told(staff, "Morning", Mail.DAILY)
            clock.move_to(datetime(2026, 6, 4, 7, 59, tzinfo=LONDON))
            assert post() == []
            clock.move_to(datetime(2026, 6, 4, 8, 0, tzinfo=LONDON))
            (letter,) = post()
            told(staff, "Later", Mail.DAILY)
            assert post(60) == []
            clock.move_to(datetime(2026, 6, 5, 23, 0, tzinfo=LONDON))  # the worker was off all day
            (letter,) = post()
            assert "Later" in letter.body
            assert post(60) == []

    def test_a_weekly_letter_comes_on_monday(self, home, staff) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            told(staff, "Early", Mail.WEEKLY)
            told(staff, "Late", Mail.WEEKLY)
            clock.move_to(datetime(2026, 6, 7, 23, 0, tzinfo=LONDON))
            assert post() == []
            clock.move_to(datetime(2026, 6, 8, 8, 1, tzinfo=LONDON))
            (letter,) = post()
            assert "Early" in letter.body
            assert "Late" in letter.body
            assert letter.subject == "2 new notifications on Corridor"

    @pytest.mark.parametrize(
        ("now", "cut"),
        [
            (datetime(2026, 3, 28, 9, tzinfo=LONDON), datetime(2026, 3, 28, 8, tzinfo=LONDON)),
            (datetime(2026, 3, 29, 9, tzinfo=LONDON), datetime(2026, 3, 29, 8, tzinfo=LONDON)),
            (datetime(2026, 3, 29, 7, tzinfo=LONDON), datetime(2026, 3, 28, 8, tzinfo=LONDON)),
            (datetime(2026, 10, 25, 7, tzinfo=LONDON), datetime(2026, 10, 24, 8, tzinfo=LONDON)),
            (datetime(2026, 10, 25, 8, tzinfo=LONDON), datetime(2026, 10, 25, 8, tzinfo=LONDON)),
        ],
    )
    def test_the_hour_is_by_the_clock_here_when_clocks_change_too(self, now, cut) -> None:
        assert daily(now) == cut
        assert daily(now).utcoffset() == cut.utcoffset()

    def test_the_day_and_hour_are_settings(self, settings) -> None:
        settings.DIGEST_DAY, settings.DIGEST_HOUR = 4, 17
        assert weekly(NOON) == datetime(2026, 5, 29, 17, tzinfo=LONDON)
        assert weekly(NOON).date().weekday() == date(2026, 5, 29).weekday() == 4

    def test_each_pace_has_a_letter_of_its_own_and_never_has_none(self, home, staff) -> None:
        for pace in Mail:
            told(staff, pace.label, pace)
        letters = post(8 * 24 * 60)
        assert len(letters) == 3
        assert not any(Mail.NEVER.label in letter.subject for letter in letters)

    def test_each_person_has_their_own(self, home, staff) -> None:
        other = UserFactory()
        told(staff, "For Sam")
        told(other, "For the other")
        found = {letter.to[0]: letter.subject for letter in post(2)}
        assert found == {
            staff.email: "For Sam has changed",
            other.email: "For the other has changed",
        }


class TestNeverTwice:
    """However often it is gathered and sent."""

    def test_the_same_is_in_one_letter_only(self, home, staff) -> None:
        told(staff)
        told(staff, "Daily", Mail.DAILY)
        assert len(post(2 * 24 * 60)) == 2
        for _ in range(3):
            assert post(9 * 24 * 60) == []

    def test_what_is_told_twice_is_mailed_once_and_what_happens_again_again(
        self, home, staff
    ) -> None:
        services.choose(staff, {NoticeKind.CHANGED: services.Wish(True, Mail.AT_ONCE)})
        page = ContentPageFactory()
        for occasion, number in ((1, 1), (1, 0), (2, 1)):
            tell(Notice(NoticeKind.CHANGED, "page", page.pk, [staff.pk], occasion=occasion))
            assert len(post(2)) == number

    def test_what_was_read_already_is_not_mailed(self, home, staff) -> None:
        one = told(staff)
        services.mark_read(staff, one)
        assert post(2) == []

    def test_what_was_read_after_it_was_gathered_is_not_mailed(self, home, staff) -> None:
        one = told(staff)
        with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
            gather()
            services.mark_read(staff, one)
            send()
        assert mail.outbox == []
        assert Letter.objects.get().state == LetterState.NEEDLESS

    def test_clearing_away_old_letters_sends_nothing_again(self, home, staff) -> None:
        from notifications.jobs import clear_old

        told(staff)
        assert len(post(2)) == 1
        with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
            clear_old()
            assert not Letter.objects.exists()
            assert Notification.objects.count() == 1
            assert post(24 * 60) == []
        with time_machine.travel(timezone.now() + timedelta(days=200), tick=False):
            clear_old()
            assert not Notification.objects.exists()


class TestNothingThatMayNotBeSeen:
    """Asked again at the moment of writing."""

    @pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
    @pytest.mark.parametrize("is_gathered", [True, False])
    def test_what_may_be_seen_no_longer_is_in_no_letter(
        self, home, staff, lose, is_gathered
    ) -> None:
        one = told(staff)
        told(staff, "Pay")
        with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
            if is_gathered:
                gather()
            lose(one.thing.page) if lose.__name__ not in {"withdraw", "ask_for_a_rule"} else _only(
                one, lose
            )
            gather()
            send()
        (letter,) = mail.outbox
        assert "Travel" not in letter.body + letter.subject + letter.alternatives[0][0]
        assert letter.subject == "Pay has changed"

    def test_nothing_is_sent_to_who_has_left(self, home) -> None:
        person = PersonFactory(user=UserFactory(), left_on=timezone.localdate() + timedelta(days=1))
        told(person.user, mail=Mail.DAILY)
        assert post(3 * 24 * 60) == []
        assert Letter.objects.get().state == LetterState.NEEDLESS

    @pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
    def test_nothing_is_sent_to_whom_nothing_can_be(self, home, staff, change) -> None:
        told(staff)
        type(staff).objects.update(**change)
        assert post(2) == []

    def test_nothing_is_sent_to_who_stopped_mails_after_it_was_gathered(self, home, staff) -> None:
        told(staff)
        with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
            gather()
            services.stop_mail(staff)
            send()
        assert mail.outbox == []

    def test_nothing_is_sent_of_a_kind_that_is_no_longer_wanted(self, home, staff) -> None:
        told(staff)
        with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
            gather()
            services.choose(staff, {NoticeKind.CHANGED: services.Wish(True, Mail.NEVER)})
            send()
        assert mail.outbox == []


def _only(one, lose) -> None:
    """Let a thing be lost that others are not."""
    others = list(Thing.objects.exclude(pk=one.thing_id).values())
    lose(one.thing.page)
    for row in others:
        Thing.objects.filter(pk=row.pop("id")).update(**row)


class TestWhatItSays:
    """Words, links and headers."""

    @pytest.fixture
    def letter(self, home, staff):
        told(staff, "<b>Travel</b> & pay\r\nBcc: all@example.org", actor=UserFactory())
        (letter,) = post(2)
        return letter

    def test_it_is_text_and_html_and_needs_nothing_from_outside(self, letter) -> None:
        html, kind = letter.alternatives[0]
        assert kind == "text/html"
        page = BeautifulSoup(html, "html.parser")
        assert page.find_all(["img", "link", "style", "script", "table", "iframe"]) == []
        assert "background" not in html
        assert page.find("b") is None
        assert "<b>Travel</b> & pay" in letter.body
        assert "<b>Travel</b> & pay" in page.text

    def test_nobody_writes_into_its_head(self, letter) -> None:
        message = letter.message()
        assert message["Bcc"] is None
        assert letter.recipients() == letter.to
        assert "\n" not in letter.subject

    def test_its_links_lead_to_the_site_and_the_first_marks_it_read(
        self, letter, staff_client
    ) -> None:
        page = BeautifulSoup(letter.alternatives[0][0], "html.parser")
        links = [link["href"] for link in page.find_all("a")]
        assert all(link.startswith("http://127.0.0.1:8000/") for link in links)
        assert staff_client.get(links[0]).status_code == 302
        assert not Notification.objects.unread().exists()

    def test_one_click_ends_letters_by_the_link_and_by_the_header(self, letter, staff) -> None:
        header = letter.message()["List-Unsubscribe"].strip("<>")
        assert header in letter.body
        assert header in letter.alternatives[0][0]
        assert letter.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        Client(enforce_csrf_checks=True).post(header, {"List-Unsubscribe": "One-Click"})
        assert services.is_mail_stopped(staff)

    def test_it_says_that_no_person_wrote_it(self, letter) -> None:
        assert letter.message()["Auto-Submitted"] == "auto-generated"
        assert parseaddr(letter.from_email)[1] == "intranet@localhost"

    def test_a_long_title_makes_no_long_subject(self, home, staff) -> None:
        told(staff, "x" * 250)
        assert len(post(2)[0].subject) == 150

    def test_a_long_letter_is_cut_and_says_so(self, home, staff) -> None:
        for number in range(43):
            told(staff, f"Page {number}")
        (letter,) = post(2)
        assert letter.subject == "43 new notifications on Corridor"
        assert "And 3 more" in letter.body

    def test_its_html_is_valid(self, letter, html_errors) -> None:
        assert html_errors(letter.alternatives[0][0]) == []


class Down(EmailBackend):
    """A mail server that takes nothing while it is down."""

    error: Exception | None = None

    def send_messages(self, messages):
        if Down.error is not None:
            raise Down.error
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "tests.notifications.test_letters.Down"
    yield Down
    Down.error = None


class TestAServerThatIsDown:
    """Tried again with growing pauses, given up at last, and seen by those who run the site."""

    @pytest.mark.parametrize(
        "error",
        [
            smtplib.SMTPServerDisconnected("away"),
            smtplib.SMTPDataError(451, b"later"),
            smtplib.SMTPRecipientsRefused({}),
            ConnectionRefusedError("refused"),
            TimeoutError("slow"),
            ValueError("a header"),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_what_did_not_leave_leaves_once_when_it_is_up_again(
        self, home, staff, server, error
    ) -> None:
        told(staff)
        server.error = error
        with time_machine.travel(timezone.now(), tick=False) as clock:
            clock.shift(120)
            assert post() == []
            server.error = None
            assert post() == []  # not before its pause is over
            clock.shift(61)
            (letter,) = post()
            assert letter.subject == "Travel has changed"
            clock.shift(90_000)
            assert post() == []

    def test_pauses_grow_and_end(self, home, staff, server, client, caplog) -> None:
        told(staff)
        server.error = OSError("away")
        with time_machine.travel(timezone.now(), tick=False) as clock:
            clock.shift(120)
            post()
            letter = Letter.objects.get()
            for pause in PAUSES:
                assert state_of(letter) == LetterState.QUEUED
                clock.shift(pause.total_seconds() - 1)
                post()
                tries = Letter.objects.get().tries
                clock.shift(2)
                post()
                assert Letter.objects.get().tries == tries + 1
            assert state_of(letter) == LetterState.GIVEN_UP
            assert "was given up: OSError: away" in caplog.text
            ready = client.get("/health/ready").json()
            assert ready["letters"] == "0 late, 1 given up"
            server.error = None
            assert post(60 * 24) == []
            call_command("letters", again=True)
            assert len(post()) == 1
        assert client.get("/health/ready").json()["letters"] == "ok"

    def test_one_letter_that_fails_holds_up_no_other(self, home, server, monkeypatch) -> None:
        users = [UserFactory(username=name) for name in ("ann", "bob", "cat")]
        for user in users:
            told(user, user.username)

        def take(self, messages):
            if messages[0].to == [users[1].email]:
                raise smtplib.SMTPRecipientsRefused({})
            return EmailBackend.send_messages(self, messages)

        monkeypatch.setattr(Down, "send_messages", take)
        assert len(post(2)) == 2

    def test_a_server_that_is_not_reached_costs_no_letter_a_try(
        self, home, staff, server, monkeypatch
    ) -> None:
        told(staff)

        def refuse(self):
            raise ConnectionRefusedError

        with monkeypatch.context() as patch:
            patch.setattr(Down, "open", refuse)
            with pytest.raises(ConnectionRefusedError):
                post(2)
        assert Letter.objects.get().tries == 0
        assert len(post(2)) == 1

    def test_what_nobody_foresaw_is_told_to_the_worker_and_tried_again(
        self, home, staff, server
    ) -> None:
        told(staff)
        server.error = RuntimeError("a bug of the backend")
        with pytest.raises(RuntimeError):
            post(2)
        server.error = None
        assert len(post(4)) == 1

    def test_the_same_letter_has_the_same_id_however_often_it_is_tried(
        self, home, staff, server, monkeypatch
    ) -> None:
        ids = []

        def take(self, messages):
            ids.append(messages[0].message()["Message-ID"])
            raise OSError("away")

        told(staff)
        monkeypatch.setattr(Down, "send_messages", take)
        post(2)
        post(4)
        assert len(ids) == 2
        assert len(set(ids)) == 1


class TestAKilledWorker:
    """What is known of what it had in hand."""

    def letter(self, staff, state) -> Letter:
        told(staff)
        with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
            gather()
        letter = Letter.objects.get()
        Letter.objects.update(state=state, tries=1, due_at=timezone.now() + sending.LEASE)
        return letter

    def test_what_it_had_not_handed_over_is_sent_by_another(self, home, staff) -> None:
        self.letter(staff, LetterState.CLAIMED)
        assert post(5) == []  # it may be alive
        assert len(post(11)) == 1

    def test_what_it_may_have_sent_is_not_sent_again(self, home, staff) -> None:
        letter = self.letter(staff, LetterState.HANDED)
        assert post(11) == []
        assert post(60 * 24 * 8) == []
        assert state_of(letter) == LetterState.UNSURE

    def test_a_letter_that_kills_each_worker_is_given_up(self, home, staff) -> None:
        letter = self.letter(staff, LetterState.CLAIMED)
        Letter.objects.update(tries=len(PAUSES) + 1)
        assert post(11) == []
        assert state_of(letter) == LetterState.GIVEN_UP

    def test_a_worker_that_comes_back_too_late_sends_nothing(
        self, home, staff, monkeypatch
    ) -> None:
        letter = self.letter(staff, LetterState.QUEUED)
        write = sending.write

        def slow(mine):
            Letter.objects.filter(pk=letter.pk).update(tries=9)  # another has it by now
            return write(mine)

        monkeypatch.setattr(sending, "write", slow)
        assert post(11) == []


def test_the_command_says_what_became_of_letters(home, staff, capsys) -> None:
    told(staff)
    post(2)
    call_command("letters")
    assert "Sent: 1" in capsys.readouterr().out


def test_the_worker_sends_letters(home, staff) -> None:
    told(staff, told_at=timezone.now() - timedelta(minutes=5))
    call_command("worker", once=True)
    assert len(mail.outbox) == 1
