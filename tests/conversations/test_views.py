"""The doors of the site: forms, by whoever sends what."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from conversations.enums import Talk
from conversations.models import Comment, Mention, Reaction, Report
from news.models import NewsPage
from tests.factories.accounts import UserFactory
from tests.factories.blocks import HOSTILE
from tests.factories.conversations import CommentFactory, ReactionFactory
from tests.factories.pages import NewsPageFactory, restrict
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> NewsPage:
    return NewsPageFactory(title="The ferry is back")


def door(name: str, *args: object) -> str:
    return reverse(f"conversations:{name}", args=args)


def soup_of(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def fields_of(form: Tag) -> dict[str, Any]:
    """What a browser would send of a form as it is."""
    found = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    found |= {one["name"]: one.text for one in form.select("textarea[name]")}
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def say(client: Client, story: NewsPage, text: str, **more: Any) -> Any:
    """Write a comment by the form on the story's own page."""
    form = soup_of(client, story.url).select_one("form.composer")
    assert form is not None
    return client.post(form["action"], {**fields_of(form), "text": text, **more})


def test_a_comment_is_written_on_the_page_of_a_story(staff_client: Client, story: NewsPage) -> None:
    answer = say(staff_client, story, "At last!")
    comment = Comment.objects.get()
    assert answer["Location"] == f"{story.url}#comment-{comment.pk}"
    shown = soup_of(staff_client, story.url).select_one(f"#comment-{comment.pk}")
    assert "At last!" in shown.text
    assert "Sam Okafor" in shown.text


def test_a_form_sent_twice_gives_one_comment_and_leads_to_it_twice(
    staff_client: Client, story: NewsPage
) -> None:
    form = soup_of(staff_client, story.url).select_one("form.composer")
    sent = {**fields_of(form), "text": "Once"}
    answers = [staff_client.post(form["action"], sent)["Location"] for _n in range(3)]
    assert answers == [f"{story.url}#comment-{Comment.objects.get().pk}"] * 3


def test_a_forged_author_subject_or_time_is_nothing(
    staff: User, staff_client: Client, story: NewsPage
) -> None:
    other = NewsPageFactory()
    forged = {
        "author": UserFactory().pk,
        "subject": "page",
        "number": other.pk,
        "created_at": "2020-01-01",
        "parent": CommentFactory(page=other).pk,
        "hidden_at": "2020-01-01",
    }
    say(staff_client, story, "It is me", **forged)
    comment = Comment.objects.get(text="It is me")
    assert (comment.author, comment.number, comment.parent) == (staff, story.pk, None)
    assert comment.created_at.year > 2020


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("", 422, "cannot be empty"),
        ("\u200b \u202e\u2066\n", 422, "cannot be empty"),
        ("x" * 2001, 422, "2,000 characters at most"),
        ("y" * 5000, 422, "and this has 5,000"),
        ("z" * 1_000_000, 422, "and this has 1,000,000"),
        (" ".join(f"@A{n}" for n in range(300)), 422, "20 people at most"),
    ],
    ids=["empty", "invisible", "2,001", "5,000", "1 MB", "300 mentions"],
)
def test_what_cannot_be_said_is_refused_in_words_and_kept_in_the_form(
    staff_client: Client, story: NewsPage, text: str, status: int, words: str
) -> None:
    answer = say(staff_client, story, text)
    assert answer.status_code == status
    page = BeautifulSoup(answer.content, "html.parser")
    assert words in page.select_one("[role=alert]").text
    assert page.select_one("textarea").text.strip() == text.strip()
    assert not Comment.objects.exists()


def test_ten_thousand_mentions_are_refused(staff_client: Client, story: NewsPage) -> None:
    answer = say(staff_client, story, "@Sam Okafor " * 10_000)
    assert answer.status_code == 422
    assert not Mention.objects.exists()


def test_markup_is_words(staff_client: Client, story: NewsPage, html_errors: Any) -> None:
    say(staff_client, story, HOSTILE)
    html = staff_client.get(story.url).content.decode()
    assert "<script>alert(1)" not in html
    shown = BeautifulSoup(html, "html.parser").select_one(".said__words")
    assert shown.text.strip() == HOSTILE
    assert not shown.select("script, img")
    assert html_errors(html) == []


def test_characters_that_nobody_sees_are_gone(staff_client: Client, story: NewsPage) -> None:
    say(staff_client, story, "Good\u202e evil\u200b \x00\x1bday\u2066")
    assert Comment.objects.get().text == "Good evil day"


def test_the_eleventh_comment_in_a_minute_is_too_much(
    staff: User, staff_client: Client, story: NewsPage
) -> None:
    CommentFactory.create_batch(10, page=story, author=staff)
    answer = say(staff_client, story, "One more")
    assert answer.status_code == 429
    assert b"One more" in answer.content


@pytest.mark.parametrize("talk", [Talk.CLOSED, Talk.NONE])
def test_a_form_that_comes_after_the_end_is_refused(
    staff_client: Client, story: NewsPage, talk: Talk
) -> None:
    form = soup_of(staff_client, story.url).select_one("form.composer")
    NewsPage.objects.filter(pk=story.pk).update(comments=talk)
    answer = staff_client.post(form["action"], {**fields_of(form), "text": "Late"})
    assert answer.status_code == (403 if talk == Talk.CLOSED else 404)
    assert (b"Late" in answer.content) == (talk == Talk.CLOSED)
    assert not Comment.objects.exists()


def test_a_story_without_a_conversation_shows_none(staff_client: Client, story: NewsPage) -> None:
    CommentFactory(page=story)
    NewsPage.objects.filter(pk=story.pk).update(comments=Talk.NONE)
    assert not soup_of(staff_client, story.url).select(".talk")


def test_a_closed_conversation_shows_what_was_said_and_no_form(
    staff_client: Client, story: NewsPage
) -> None:
    CommentFactory(page=story, text="Before the end")
    NewsPage.objects.filter(pk=story.pk).update(comments=Talk.CLOSED)
    talk = soup_of(staff_client, story.url).select_one(".talk")
    assert "Before the end" in talk.text
    assert not talk.select("textarea")


def test_a_reply_stands_below_what_it_answers(staff_client: Client, story: NewsPage) -> None:
    top = CommentFactory(page=story)
    reply = CommentFactory(page=story, parent=top)
    form = soup_of(staff_client, door("reply", reply.pk)).select_one("form.composer")
    staff_client.post(form["action"], {**fields_of(form), "text": "Me too"})
    page = soup_of(staff_client, story.url)
    assert [one.text.strip() for one in page.select(f"#comment-{top.pk} .said__words")][
        -1
    ] == "Me too"
    assert not page.select(".said .said .said")


def test_somebody_who_may_not_read_it_finds_nothing_at_any_door(story: NewsPage) -> None:
    comment = CommentFactory(page=story)
    restrict(story, Group.objects.create(name="Crew"))
    client = Client()
    client.force_login(UserFactory())
    places = [
        door("show", comment.pk),
        door("thread", comment.pk),
        door("reply", comment.pk),
        door("comment", "page", story.pk),
        door("react", "page", story.pk),
        door("react", "comment", comment.pk),
        door("reactions", "page", story.pk),
        door("reactions", "comment", comment.pk),
        door("report", "comment", comment.pk),
        door("close", "page", story.pk),
    ]
    sent = {"text": "Hi", "token": "t", "kind": "like", "reason": "rude", "talk": "closed"}
    for place in places:
        assert client.post(place, sent).status_code in {404, 405}, place
        assert client.get(place).status_code in {404, 405}, place
    assert not Reaction.objects.exists()
    assert not Report.objects.exists()
    assert Comment.objects.count() == 1


def test_what_i_may_not_read_any_more_is_not_mine_to_change(story: NewsPage) -> None:
    author = UserFactory()
    comment = CommentFactory(page=story, author=author)
    restrict(story, Group.objects.create(name="Crew"))
    client = Client()
    client.force_login(author)
    for name in ("edit", "delete"):
        assert client.post(door(name, comment.pk), {"text": "x"}).status_code == 404


@pytest.mark.parametrize("target", ["page", "comment", "nothing", "post-it"])
@pytest.mark.parametrize("number", ["0", "999999", "9" * 18])
@pytest.mark.parametrize("what", ["react", "reactions", "report", "comment", "close"])
def test_what_is_not_there_is_404(
    staff_client: Client, target: str, number: str, what: str
) -> None:
    address = f"/talk/{target}/{number}/{what}/"
    sent = {"kind": "like", "text": "x", "token": "t", "talk": "closed", "reason": "rude"}
    ask = staff_client.get if what == "reactions" else staff_client.post
    assert ask(address, sent).status_code == 404


@pytest.mark.parametrize("address", ["/talk/page/x/react/", f"/talk/page/{'9' * 30}/react/"])
def test_what_is_no_id_is_404(staff_client: Client, address: str) -> None:
    assert staff_client.post(address, {"kind": "like"}).status_code == 404


@pytest.mark.parametrize("kind", ["", "angry", "like'--", "\x00", "x" * 10_000])
def test_a_reaction_that_does_not_exist_is_a_bad_request(
    staff_client: Client, story: NewsPage, kind: str
) -> None:
    assert staff_client.post(door("react", "page", story.pk), {"kind": kind}).status_code == 400
    assert not Reaction.objects.exists()


def test_a_form_without_its_fields_is_a_bad_request_or_is_mended(
    staff_client: Client, story: NewsPage
) -> None:
    assert staff_client.post(door("react", "page", story.pk)).status_code == 400
    assert staff_client.post(door("close", "page", story.pk)).status_code == 400
    assert staff_client.post(door("comment", "page", story.pk)).status_code == 400
    assert staff_client.post(door("comment", "page", story.pk), {"token": "a"}).status_code == 422


def test_a_reaction_leads_back_to_what_it_is_about(staff_client: Client, story: NewsPage) -> None:
    comment = CommentFactory(page=story)
    address = door("react", "comment", comment.pk)
    answer = staff_client.post(address, {"kind": "love", "back": f"{story.url}?page=2"})
    assert answer["Location"] == f"{story.url}?page=2#comment-{comment.pk}"
    assert (
        soup_of(staff_client, story.url).select_one(".react[aria-pressed=true]")["value"] == "love"
    )


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", ""]
)
def test_no_form_leads_elsewhere(staff_client: Client, story: NewsPage, back: str) -> None:
    answer = staff_client.post(door("react", "page", story.pk), {"kind": "like", "back": back})
    assert answer["Location"] == f"{story.url}#conversation"


def test_a_script_is_answered_with_the_bar_alone(staff_client: Client, story: NewsPage) -> None:
    answer = staff_client.post(
        door("react", "page", story.pk), {"kind": "smile"}, headers={"X-Part": "1"}
    )
    assert answer.status_code == 200
    assert b"<html" not in answer.content
    assert b'aria-pressed="true"' in answer.content


def test_who_reacted_is_listed(staff_client: Client, story: NewsPage) -> None:
    ana = PersonFactory(first_name="Ana", last_name="Duarte", signs_in=True)
    ReactionFactory(target="page", number=story.pk, user=ana.user, kind="celebrate")
    words = soup_of(staff_client, door("reactions", "page", story.pk)).select_one(".who").text
    assert "Ana Duarte" in words
    assert "Celebrate" in words


def test_an_edited_comment_says_so_and_a_deleted_one_leaves_a_line_if_it_was_answered(
    staff: User, staff_client: Client, story: NewsPage
) -> None:
    comment = CommentFactory(page=story, author=staff, text="Helo")
    CommentFactory(page=story, parent=comment, text="Hello to you")
    alone = CommentFactory(page=story, author=staff, text="Never mind")
    form = soup_of(staff_client, door("edit", comment.pk)).select_one("form.composer")
    staff_client.post(form["action"], {**fields_of(form), "text": "Hello"})
    assert "edited" in soup_of(staff_client, story.url).select_one(f"#comment-{comment.pk}").text
    for one in (comment, alone):
        assert staff_client.post(door("delete", one.pk)).status_code == 302
    page = soup_of(staff_client, story.url)
    assert "deleted" in page.select_one(f"#comment-{comment.pk} > .said__gone").text
    assert "Hello to you" in page.text
    assert not page.select(f"#comment-{alone.pk}")
    assert "Hello" not in page.select_one(f"#comment-{comment.pk} > .said__gone").text


@pytest.mark.parametrize("what", ["edit", "delete"])
def test_nobody_changes_or_deletes_what_another_said(
    staff_client: Client, admin_client: Client, story: NewsPage, what: str
) -> None:
    comment = CommentFactory(page=story, text="Mine")
    for client in (staff_client, admin_client):
        assert client.post(door(what, comment.pk), {"text": "x"}).status_code == 404
    comment.refresh_from_db()
    assert comment.text == "Mine"


def test_namesakes_are_asked_about_and_the_answer_is_taken(
    staff_client: Client, story: NewsPage
) -> None:
    _one, two = (
        PersonFactory(first_name="Sam", last_name="Smith", job_title=job)
        for job in ("Diver", "Clerk")
    )
    answer = say(staff_client, story, "Ask @Sam Smith.")
    assert answer.status_code == 422
    form = BeautifulSoup(answer.content, "html.parser").select_one("form.composer")
    assert "Which Sam Smith" in form.text
    assert "Diver" in form.text
    sent = {**fields_of(form), "text": form.select_one("textarea").text, "who": two.pk}
    staff_client.post(form["action"], sent)
    assert Mention.objects.get().person_id == two.pk
    link = soup_of(staff_client, story.url).select_one("a.mention")
    assert link["href"] == two.get_absolute_url()


def test_somebody_is_mentioned_by_address_and_the_address_is_not_shown(
    staff_client: Client, story: NewsPage
) -> None:
    PersonFactory(first_name="Ana", last_name="Duarte", email="ana.duarte@example.org")
    say(staff_client, story, "Ask @ana.duarte@example.org!")
    assert Comment.objects.get().text == "Ask @Ana Duarte!"


def test_people_are_suggested_while_one_types(staff_client: Client) -> None:
    ana = PersonFactory(first_name="Ana", last_name="Duarte", job_title="Pilot")
    PersonFactory(first_name="Ana", last_name="Gone", has_left=True)
    found = staff_client.get(door("people"), {"q": "ana"}).json()["suggestions"]
    assert found == [{"text": "Ana Duarte", "detail": "Pilot", "id": ana.pk}]


def test_a_report_is_taken_once_and_never_of_ones_own(
    staff: User, staff_client: Client, story: NewsPage
) -> None:
    theirs, mine = CommentFactory(page=story), CommentFactory(page=story, author=staff)
    address = door("report", "comment", theirs.pk)
    assert staff_client.post(address, {"reason": "bad"}).status_code == 422
    for _n in range(2):
        assert staff_client.post(address, {"reason": "rude", "words": "Look"}).status_code == 302
    assert Report.objects.count() == 1
    assert (
        staff_client.post(door("report", "comment", mine.pk), {"reason": "rude"}).status_code == 404
    )


def test_who_may_edit_the_page_closes_its_conversation_and_nobody_else(
    staff_client: Client, admin_client: Client, story: NewsPage
) -> None:
    address = door("close", "page", story.pk)
    assert staff_client.post(address, {"talk": "closed"}).status_code == 404
    assert admin_client.post(address, {"talk": "closed"}).status_code == 302
    story.refresh_from_db()
    assert story.comments == Talk.CLOSED
    assert admin_client.post(address, {"talk": "open"}).status_code == 302
    assert admin_client.post(address, {"talk": "none"}).status_code == 400


def test_publishing_an_older_draft_does_not_open_the_conversation_again(
    admin_client: Client, story: NewsPage
) -> None:
    story.save_revision()
    admin_client.post(door("close", "page", story.pk), {"talk": "closed"})
    NewsPage.objects.get(pk=story.pk).latest_revision.publish()
    story.refresh_from_db()
    assert story.comments == Talk.CLOSED


@pytest.mark.parametrize("page", ["abc", "0", "-1", "99", "²", ""])
def test_any_page_of_comments_is_answered(staff_client: Client, story: NewsPage, page: str) -> None:
    CommentFactory(page=story, text="Here")
    answer = staff_client.get(story.url, {"page": page})
    assert answer.status_code == 200
    assert b"Here" in answer.content


def test_a_link_to_a_comment_leads_to_its_page(staff_client: Client, story: NewsPage) -> None:
    first = CommentFactory(page=story)
    CommentFactory.create_batch(55, page=story)
    answer = staff_client.get(door("show", first.pk))
    assert answer["Location"] == f"{story.url}?page=2#comment-{first.pk}"
    page = soup_of(staff_client, answer["Location"].partition("#")[0])
    assert page.select(f"#comment-{first.pk}")


def test_of_many_replies_the_latest_are_shown_and_the_others_stand_apart(
    staff_client: Client, story: NewsPage
) -> None:
    top = CommentFactory(page=story)
    first, *_others, last = CommentFactory.create_batch(23, page=story, parent=top)
    page = soup_of(staff_client, story.url)
    assert "3 earlier replies" in page.text
    assert page.select(f"#comment-{last.pk}")
    assert not page.select(f"#comment-{first.pk}")
    assert soup_of(staff_client, door("thread", top.pk)).select(f"#comment-{first.pk}")
    way = staff_client.get(door("show", first.pk))["Location"]
    assert way == f"{door('thread', top.pk)}#comment-{first.pk}"


def test_the_small_pages_are_valid_html(
    staff: User, staff_client: Client, story: NewsPage, html_errors: Any
) -> None:
    theirs, mine = CommentFactory(page=story), CommentFactory(page=story, author=staff)
    ReactionFactory(number=theirs.pk)
    CommentFactory(page=story, parent=theirs)
    addresses = [
        story.url,
        door("comment", "page", story.pk),
        door("reply", theirs.pk),
        door("edit", mine.pk),
        door("delete", mine.pk),
        door("report", "comment", theirs.pk),
        door("react", "comment", theirs.pk),
        door("reactions", "comment", theirs.pk),
        door("thread", theirs.pk),
    ]
    pages = {address: staff_client.get(address).content.decode() for address in addresses}
    assert html_errors(pages) == []
