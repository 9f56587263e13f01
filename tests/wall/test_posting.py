"""Posting through the form: one clean post, or a clear refusal."""

import io
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from accounts.models import User
from conversations.models import LONGEST, Mention, ReadOnly
from core.notices import Notice, NoticeKind
from tests.factories.accounts import UserFactory
from tests.factories.pages import DepartmentPageFactory
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory, lead
from tests.factories.rights import person_with
from tests.factories.trees import picture
from tests.factories.wall import PostFactory, department_wall, everybodys_wall, team_wall
from wall.enums import Purpose
from wall.models import Post, Thanks, Wall

pytestmark = pytest.mark.django_db

UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY


def send(client: Client, address: str = "/wall/", **fields: Any) -> Any:
    said = {"purpose": "message", "text": "Good morning!", "token": "a", **fields}
    return client.post(address, said)


def errors(response: Any) -> str:
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(page.select_one(".error-summary, .form-error").get_text(" ").split())


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def photo(**extra: Any) -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG", **extra)
    return SimpleUploadedFile("IMG_1234 my house.jpg", file.getvalue(), "image/jpeg")


def test_what_somebody_says_stands_on_the_wall_under_their_name(
    staff: User, staff_client: Client
) -> None:
    response = send(staff_client)
    post = Post.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/wall/#post-{post.pk}")
    assert (post.author, post.text, post.wall) == (staff, "Good morning!", everybodys_wall())
    page = BeautifulSoup(staff_client.get("/wall/").content, "html.parser")
    article = page.select_one("main article")
    assert "Sam Okafor" in article.get_text()
    assert "Good morning!" in article.get_text()


def read_by(client: Client, wall: Wall) -> str:
    """What a wall's form says of who reads it."""
    page = BeautifulSoup(client.get(wall.get_absolute_url()).content, "html.parser")
    return page.select_one("form.write__form .write__end").text


def test_the_form_says_who_will_read_it(home: Page) -> None:
    team, page = TeamFactory(name="Pilots"), DepartmentPageFactory(title="Harbours")
    client = client_of(
        MembershipFactory(person=PersonFactory(signs_in=True), team=team).person.user
    )
    for wall, words in (
        (everybodys_wall(), "Everybody who works here will see this."),
        (department_wall(page), "Everybody who may read the pages of Harbours will see this."),
        (team_wall(team), "Everybody who works here can see this; it is meant for Pilots."),
    ):
        assert words in read_by(client, wall)
    assert "Only members of Pilots" in read_by(client, team_wall(team, closed=True))


def test_a_form_sent_twice_gives_one_post(staff_client: Client) -> None:
    first, second = send(staff_client), send(staff_client, text="Good morning, again!")
    assert first["Location"] == second["Location"]
    assert Post.objects.get().text == "Good morning!"


def test_each_form_has_a_token_of_its_own(staff_client: Client) -> None:
    tokens = {
        BeautifulSoup(staff_client.get("/wall/").content, "html.parser").find(
            "input", {"name": "token"}
        )["value"]
        for _twice in range(2)
    }
    assert len(tokens) == 2


def test_the_author_is_who_sends_whatever_the_form_claims(
    staff: User, admin: User, staff_client: Client
) -> None:
    forged = {"author": admin.pk, "user": admin.pk, "pinned_at": "2026-01-01", "wall": 99, "id": 7}
    send(staff_client, **forged)
    post = Post.objects.get()
    assert (post.author, post.pinned_at, post.wall) == (staff, None, everybodys_wall())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": ""}, "Write something"),
        ({"text": " \u200b\u2060 "}, "Write something"),
        ({"text": "x" * (LONGEST + 1)}, "Shorten it"),
        ({"text": "x" * 1_000_000}, "Shorten it"),
        ({"text": "@Sam Okafor " * 500}, "Shorten it"),
        ({"purpose": "sermon"}, "Select a valid choice"),
        ({"purpose": ""}, "required"),
        ({"token": ""}, "required"),
        ({"token": "t" * 200}, "at most"),
        ({"purpose": "thanks"}, "Say whom you thank"),
        ({"purpose": "thanks", "thanks": "Nobody Atall"}, "Nobody here is called"),
        ({"purpose": "announcement"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_posted_is_refused_and_nothing_is_kept(
    staff_client: Client, fields: dict[str, str], says: str
) -> None:
    response = send(staff_client, **fields)
    assert response.status_code == UNFIT
    assert says in errors(response)
    assert not Post.objects.exists()


def test_words_that_were_refused_are_still_in_the_form(staff_client: Client) -> None:
    response = send(staff_client, purpose="thanks", text="You are <b>great</b>")
    box = BeautifulSoup(response.content, "html.parser").find("textarea", {"name": "text"})
    assert box.get_text().strip() == "You are <b>great</b>"


def test_markup_is_words(staff_client: Client) -> None:
    text = "<script>alert(1)</script> <img src=x onerror=alert(1)> <!--draw:person:1--> {{ x }}"
    send(staff_client, text=text)
    page = BeautifulSoup(staff_client.get("/wall/").content, "html.parser")
    article = page.select_one("main article")
    assert text in article.get_text()
    assert not article.select("script, img[onerror]")


def test_turned_and_invisible_characters_are_taken_out(staff_client: Client) -> None:
    send(staff_client, text="pay\u202etxt.exe\u200b now\u2066 please")
    assert Post.objects.get().text == "paytxt.exe now please"


def test_who_may_only_read_for_a_time_posts_nothing(staff: User, staff_client: Client) -> None:
    ReadOnly.objects.create(user=staff, until=timezone.now() + timedelta(days=1))
    assert send(staff_client).status_code == HTTPStatus.FORBIDDEN
    assert not Post.objects.exists()
    html = staff_client.get("/wall/").content.decode()
    assert "<textarea" not in html


def test_somebody_who_posts_without_end_is_slowed_down(staff_client: Client) -> None:
    answers = [send(staff_client, token=f"t{number}").status_code for number in range(12)]
    assert answers[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert Post.objects.count() == 10


def test_a_stranger_and_a_form_of_another_site_post_nothing(staff: User) -> None:
    assert send(Client()).status_code == 302
    checked = Client(enforce_csrf_checks=True)
    checked.force_login(staff)
    assert send(checked).status_code == HTTPStatus.FORBIDDEN
    assert not Post.objects.exists()


# Thanks


def test_thanks_go_to_those_who_are_named_by_name_or_address(
    staff_client: Client, told: list[Notice]
) -> None:
    priya = PersonFactory(signs_in=True, first_name="Priya", last_name="Nair")
    tom = PersonFactory(signs_in=True, first_name="Tom", last_name="Ash", email="tom@example.org")
    named = "@Priya Nair, tom@example.org; priya nair"
    send(staff_client, purpose="thanks", thanks=named, text="For the storm desk.")
    post = Post.objects.get()
    assert {row.person for row in Thanks.objects.filter(post=post)} == {priya, tom}
    (notice,) = [each for each in told if each.kind == NoticeKind.THANKED]
    assert (notice.source, notice.number) == ("post", post.pk)
    assert set(notice.users) == {priya.user_id, tom.user_id}


def test_of_namesakes_one_is_asked_for_and_chosen(staff_client: Client) -> None:
    one, other = (PersonFactory(first_name="Ann", last_name="Lee") for _each in range(2))
    said = {"purpose": "thanks", "thanks": "Ann Lee", "text": "For all."}
    response = send(staff_client, **said)
    assert response.status_code == UNFIT
    page = BeautifulSoup(response.content, "html.parser")
    boxes = {int(box["value"]) for box in page.find_all("input", {"name": "who"})}
    assert boxes == {one.pk, other.pk}
    assert send(staff_client, **said, who=[other.pk], asked="1").status_code == 302
    assert Thanks.objects.get().person == other


@pytest.mark.parametrize("who", ["x", "-1", "9" * 40, "1.5", "²"])
def test_nonsense_in_place_of_a_namesake_chooses_nobody(staff_client: Client, who: str) -> None:
    for _each in range(2):
        PersonFactory(first_name="Ann", last_name="Lee")
    fields = {"purpose": "thanks", "thanks": "Ann Lee", "who": who, "asked": "1"}
    assert send(staff_client, **fields).status_code == UNFIT


def test_nobody_who_has_left_can_be_thanked(staff_client: Client) -> None:
    PersonFactory(first_name="Old", last_name="Hand", has_left=True)
    assert send(staff_client, purpose="thanks", thanks="Old Hand").status_code == UNFIT


def test_a_message_names_nobody_to_thank(staff_client: Client) -> None:
    PersonFactory(first_name="Priya", last_name="Nair")
    send(staff_client, thanks="Priya Nair")
    assert not Thanks.objects.exists()


def test_more_people_than_one_post_can_thank_are_refused(staff_client: Client) -> None:
    people = [PersonFactory() for _each in range(21)]
    response = send(
        staff_client, purpose="thanks", thanks=", ".join(person.email for person in people)
    )
    assert response.status_code == UNFIT
    assert not Thanks.objects.exists()


def test_who_is_thanked_on_a_closed_wall_that_they_do_not_read_is_not_told(
    staff: User, staff_client: Client, told: list[Notice]
) -> None:
    team = TeamFactory()
    wall = team_wall(team, closed=True)
    MembershipFactory(person=PersonFactory(user=staff), team=team)
    PersonFactory(signs_in=True, first_name="Priya", last_name="Nair")
    send(staff_client, wall.get_absolute_url(), purpose="thanks", thanks="Priya Nair")
    assert Thanks.objects.exists()
    assert NoticeKind.THANKED not in {notice.kind for notice in told}


def test_who_is_mentioned_is_told(staff_client: Client, told: list[Notice]) -> None:
    priya = PersonFactory(signs_in=True, first_name="Priya", last_name="Nair")
    send(staff_client, text="Ask @Priya Nair about it.")
    assert Mention.objects.get().person == priya
    assert [(each.kind, list(each.users)) for each in told if each.users] == [
        (NoticeKind.MENTIONED, [priya.user_id])
    ]


# Who writes where


def test_only_members_write_on_a_team_wall_that_all_read(staff: User, staff_client: Client) -> None:
    team = TeamFactory()
    address = team_wall(team).get_absolute_url()
    assert send(staff_client, address).status_code == HTTPStatus.FORBIDDEN
    assert "<textarea" not in staff_client.get(address).content.decode()
    MembershipFactory(person=PersonFactory(user=staff), team=TeamFactory(parent=team))
    assert send(staff_client, address).status_code == 302


def test_nobody_writes_on_the_wall_of_a_team_that_is_closed(
    staff: User, staff_client: Client
) -> None:
    team = TeamFactory()
    MembershipFactory(person=PersonFactory(user=staff), team=team)
    address = team_wall(team).get_absolute_url()
    team.closed_on = timezone.localdate()
    team.save()
    assert staff_client.get(address).status_code == 200
    assert send(staff_client, address).status_code == HTTPStatus.FORBIDDEN


def test_a_wall_that_one_may_not_read_cannot_be_written_on(staff_client: Client) -> None:
    address = team_wall(TeamFactory(), closed=True).get_absolute_url()
    assert send(staff_client, address).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("address", ["/wall/all/", "/wall/mine/"])
def test_nothing_is_posted_where_several_walls_are_read(staff_client: Client, address: str) -> None:
    assert send(staff_client, address).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_announcements_are_posted_by_those_who_may(
    home: Page, staff: User, admin_client: Client
) -> None:
    page, team = DepartmentPageFactory(), TeamFactory()
    publisher = person_with(page, "wagtailcore.publish_page")
    leader = lead(team, signs_in=True).user
    announcer = person_with(page)
    announcer.user_permissions.add(Permission.objects.get(codename="announce"))
    walls = {
        "everybody": "/wall/",
        "department": department_wall(page).get_absolute_url(),
        "team": team_wall(team).get_absolute_url(),
    }
    allowed = {
        (who, where)
        for who, user in {
            "publisher": publisher,
            "leader": leader,
            "announcer": announcer,
            "staff": staff,
        }.items()
        for where, address in walls.items()
        if send(client_of(user), address, purpose="announcement", token=where).status_code == 302
    }
    assert allowed == {
        ("publisher", "department"),
        ("leader", "team"),
        ("announcer", "everybody"),
        ("announcer", "department"),
    }
    assert send(admin_client, purpose="announcement").status_code == 302


# Pictures


def test_a_picture_is_kept_small_and_bare_with_what_it_shows(staff_client: Client) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home, 51.5N"
    send(staff_client, picture=photo(exif=exif), picture_text="A teal boathouse")
    post = Post.objects.get()
    assert (post.picture_width, post.picture_height) == (60, 40)
    assert "my house" not in post.picture.name
    with Image.open(post.picture.path) as kept:
        assert not kept.getexif()
    page = BeautifulSoup(staff_client.get("/wall/").content, "html.parser")
    assert page.select_one("main article img.post__picture")["alt"] == "A teal boathouse"


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", "image/jpeg"), "This file"),
        (SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "This file"),
        (SimpleUploadedFile("a.gif", picture(kind="GIF")), "JPEG, PNG or WebP"),
        (SimpleUploadedFile("a.jpg", b""), "empty"),
        (SimpleUploadedFile("a.exe", b"MZ" + bytes(90)), "This file"),
    ],
)
def test_what_is_no_picture_is_refused(
    staff_client: Client, file: SimpleUploadedFile, says: str
) -> None:
    response = send(staff_client, picture=file, picture_text="A picture")
    assert response.status_code == UNFIT
    assert says in errors(response)
    assert not Post.objects.exists()


def test_a_picture_needs_words_for_those_who_cannot_see_it(staff_client: Client) -> None:
    response = send(staff_client, picture=photo(), picture_text="  ")
    assert response.status_code == UNFIT
    assert "cannot see" in errors(response)


def test_no_file_is_left_behind_by_a_post_that_is_refused(staff_client: Client) -> None:
    send(staff_client, text="x" * 3000, picture=photo(), picture_text="A boathouse")
    send(staff_client, picture=photo(), picture_text="A boathouse")
    send(staff_client, picture=photo(), picture_text="A boathouse, sent again")
    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert len(files) == Post.objects.count() == 1


def test_a_picture_is_given_to_those_who_read_the_post_and_to_nobody_else(
    staff: User, staff_client: Client
) -> None:
    send(staff_client, picture=photo(), picture_text="A boathouse")
    post = Post.objects.get()
    address = f"/wall/posts/{post.pk}/picture/"
    response = staff_client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert Client().get(address).status_code == 302
    assert staff_client.get(f"/media/{post.picture.name}").status_code == 404
    Post.objects.update(hidden_at=timezone.now())
    assert staff_client.get(address).status_code == 404


def test_a_picture_goes_with_a_closed_wall(staff_client: Client) -> None:
    send(staff_client, picture=photo(), picture_text="A boathouse")
    post = Post.objects.get()
    Post.objects.update(wall=team_wall(TeamFactory(), closed=True))
    assert staff_client.get(f"/wall/posts/{post.pk}/picture/").status_code == 404


def test_a_post_of_each_kind_says_what_it_is(staff_client: Client) -> None:
    for purpose in Purpose:
        PostFactory(purpose=purpose, author=UserFactory())
    html = staff_client.get("/wall/").content.decode()
    for label in ("Question", "Thanks", "Announcement"):
        assert label in html
