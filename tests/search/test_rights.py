"""What is closed is gone from search at once, at every door, whichever engine answers."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page

from access.check import repair
from access.models import PageRule
from access.rules import ANYBODY, ids_of
from accounts.models import User
from core.jobs import publish_scheduled
from core.trash.services import put_back, throw_away
from search import choice
from search.elastic.client import PATIENCE_OF_JOBS
from search.models import Entry
from search.query import Filters, parse
from search.service import search
from search.suggesting import suggest
from tests.factories.accounts import UserFactory
from tests.factories.blocks import DocumentFactory
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict, text
from tests.factories.people import MembershipFactory, TeamFactory
from tests.people.office import browser, form_at, section, someone
from tests.search.conftest import forget
from tests.search.engines import Elastic, Engine
from tests.tcp_proxy import Fault, TcpProxy

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["database", "elasticsearch"])
def engine(
    request: pytest.FixtureRequest, home: Page, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """Each engine in turn, which knows what is there before the test begins to change it."""
    if request.param == "database":
        yield Engine()
        return
    engine = Elastic(request.getfixturevalue("elasticsearch_url"))
    forget()
    monkeypatch.setattr(choice, "PATIENCE", PATIENCE_OF_JOBS)
    with engine.running():
        engine.keep_up()
        yield engine


@pytest.fixture
def few() -> Group:
    return Group.objects.create(name="Few")


def asked(words: str, reader: User, **filters: Any) -> Any:
    request: Any = RequestFactory().get("/search/")
    request.user = User.objects.get(pk=reader.pk)
    return search(request, parse(words, Filters(**filters)))


def shown(words: str, reader: User) -> list[str]:
    """The titles that a reader finds, all numbers agreeing with them, and type-ahead as well."""
    found = asked(words, reader)
    titles = sorted(hit.shown.title for hit in found.hits)
    assert found.total == len(titles)
    assert sum(value.count for value in found.facets.get("kind", ())) == len(titles)
    request: Any = RequestFactory().get("/search/")
    request.user = User.objects.get(pk=reader.pk)
    assert sorted(one.text for one in suggest(request, words)) == titles
    return titles


# Whatever closes, with nothing sent.


def closed(page: Page, few: Group) -> None:
    restrict(page, few)


def closed_above(page: Page, few: Group) -> None:
    restrict(page.get_parent(), few)


def unpublished(page: Page, few: Group) -> None:
    page.unpublish()


def binned(page: Page, few: Group) -> None:
    throw_away(page)


def binned_above(page: Page, few: Group) -> None:
    throw_away(page.get_parent())


def deleted(page: Page, few: Group) -> None:
    page.delete()


def moved(page: Page, few: Group) -> None:
    place = DepartmentPageFactory(title="Place", slug="place")
    restrict(place, few)
    page.move(place, pos="last-child")


@pytest.mark.parametrize(
    "close",
    [closed, closed_above, unpublished, binned, binned_above, deleted, moved],
    ids=lambda close: close.__name__,
)
def test_what_is_closed_is_gone_at_once_though_nothing_was_sent(
    close: Callable[[Page, Group], None], engine: Engine, staff: User, few: Group
) -> None:
    house = DepartmentPageFactory(title="House", slug="house")
    page = ContentPageFactory(title="Quokka", slug="quokka", parent=house)
    engine.keep_up()
    assert shown("quokka", staff) == ["Quokka"]
    close(Page.objects.get(pk=page.pk).specific, few)
    assert shown("quokka", staff) == []
    engine.keep_up()
    assert shown("quokka", staff) == []


def test_a_file_is_gone_with_its_collection_though_nothing_was_sent(
    engine: Engine, staff: User, few: Group
) -> None:
    place = Collection.get_first_root_node().add_child(name="Place")
    DocumentFactory(title="Quokka", collection=place)
    engine.keep_up()
    assert shown("quokka", staff) == ["Quokka"]
    restriction = CollectionViewRestriction.objects.create(
        collection=place, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set([few])
    assert shown("quokka", staff) == []


def test_what_is_opened_is_there_at_once(engine: Engine, staff: User, few: Group) -> None:
    restriction = restrict(ContentPageFactory(title="Quokka"), few)
    engine.keep_up()
    assert shown("quokka", staff) == []
    restriction.delete()
    assert shown("quokka", staff) == ["Quokka"]


def test_who_joins_finds_and_who_leaves_does_not(engine: Engine, staff: User, few: Group) -> None:
    restrict(ContentPageFactory(title="Quokka"), few)
    engine.keep_up()
    staff.groups.add(few)
    assert shown("quokka", staff) == ["Quokka"]
    staff.groups.remove(few)
    assert shown("quokka", staff) == []


def test_a_page_of_a_group_that_is_deleted_is_nobodys(
    engine: Engine, staff: User, admin: User, few: Group
) -> None:
    restrict(ContentPageFactory(title="Quokka"), few)
    staff.groups.add(few)
    engine.keep_up()
    assert shown("quokka", staff) == ["Quokka"]
    few.delete()
    assert shown("quokka", staff) == []
    assert shown("quokka", admin) == ["Quokka"]


def test_an_expired_page_is_gone_on_the_minute_and_nobody_need_do_anything(
    engine: Engine, staff: User
) -> None:
    now = timezone.now()
    page = ContentPageFactory(title="Quokka", expire_at=now + timedelta(hours=1))
    engine.keep_up()
    assert shown("quokka", staff) == ["Quokka"]
    with time_machine.travel(now + timedelta(minutes=59)):
        assert shown("quokka", staff) == ["Quokka"]
    with time_machine.travel(now + timedelta(minutes=61)):
        assert shown("quokka", staff) == []
        publish_scheduled()
        assert not Page.objects.get(pk=page.pk).live
        assert shown("quokka", staff) == []


def test_what_an_expired_page_explained_is_not_known_any_more(engine: Engine, staff: User) -> None:
    now = timezone.now()
    said = [text("<p>Quiet Office Keys (QOK)</p>")]
    ContentPageFactory(title="Words", body=said, expire_at=now + timedelta(hours=1))
    ContentPageFactory(title="Quiet office keys")
    engine.keep_up()
    assert "Quiet office keys" in {hit.shown.title for hit in asked("qok", staff).hits}
    with time_machine.travel(now + timedelta(hours=2)):
        assert asked("qok", staff).total == 0


def test_a_page_is_found_from_its_day_on(engine: Engine, staff: User) -> None:
    now = timezone.now()
    page = ContentPageFactory(title="Quokka", live=False)
    page.go_live_at = now + timedelta(hours=1)
    page.save_revision().publish()
    engine.keep_up()
    assert shown("quokka", staff) == []
    with time_machine.travel(now + timedelta(hours=2)):
        publish_scheduled()
        assert shown("quokka", staff) == ["Quokka"]


def test_an_alias_asks_what_its_source_asks(engine: Engine, staff: User, few: Group) -> None:
    house = DepartmentPageFactory(title="House", slug="house")
    page = ContentPageFactory(title="Quokka", slug="quokka", parent=house)
    open_ = DepartmentPageFactory(title="Open", slug="open")
    page.create_alias(parent=open_)
    engine.keep_up()
    assert shown("quokka", staff) == ["Quokka", "Quokka"]
    restriction = restrict(house, few)
    assert shown("quokka", staff) == []
    restriction.delete()
    assert shown("quokka", staff) == ["Quokka", "Quokka"]


def test_a_copy_out_of_a_closed_section_stays_closed(
    engine: Engine, staff: User, few: Group
) -> None:
    house = DepartmentPageFactory(title="House", slug="house")
    page = ContentPageFactory(title="Quokka", slug="quokka", parent=house)
    restrict(house, few)
    open_ = DepartmentPageFactory(title="Open", slug="open")
    page.copy(to=open_, update_attrs={"slug": "copied"}, recursive=True)
    assert shown("quokka", staff) == []
    staff.groups.add(few)
    assert shown("quokka", staff) == ["Quokka", "Quokka"]


def test_what_comes_back_from_the_bin_is_found_if_it_is_open(
    engine: Engine, staff: User, few: Group
) -> None:
    page = ContentPageFactory(title="Quokka", slug="quokka")
    house = DepartmentPageFactory(title="House", slug="house")
    restriction = restrict(house, few)
    binned = throw_away(page)
    engine.keep_up()
    put_back(binned, place=house, slug="quokka")
    Page.objects.get(pk=page.pk).specific.save_revision().publish()
    assert shown("quokka", staff) == []
    restriction.delete()
    assert shown("quokka", staff) == ["Quokka"]


def test_a_page_for_a_team_is_found_by_whoever_is_in_it_or_below(
    engine: Engine, staff: User
) -> None:
    team = TeamFactory(name="Harbour")
    below = TeamFactory(name="Quay", parent=team)
    page = ContentPageFactory(title="Quokka")
    wanted = frozenset({frozenset({f"team:{team.pk}"})})
    rule = ids_of([wanted])[wanted]
    PageRule.objects.filter(page=page).update(rule=rule)
    Entry.objects.filter(source="page", number=page.pk).update(rule=rule)
    engine.keep_up()
    if engine.name == "elasticsearch":  # tell it of what the update did not
        call_command("search_index", "check", "--repair", stdout=io.StringIO())
    mia = UserFactory()
    someone_below = MembershipFactory(team=below, person__user=mia)
    assert shown("quokka", staff) == []
    assert shown("quokka", mia) == ["Quokka"]
    someone_below.delete()
    assert shown("quokka", mia) == []


def test_rules_that_are_put_right_are_put_right_in_search_too(
    engine: Engine, staff: User, few: Group
) -> None:
    page = ContentPageFactory(title="Quokka")
    restrict(page, few)
    anybody = ids_of([ANYBODY])[ANYBODY]
    PageRule.objects.filter(page=page).update(rule=anybody)
    Entry.objects.filter(source="page", number=page.pk).update(rule=anybody)
    engine.keep_up()
    assert repair() == 1
    assert shown("quokka", staff) == []


# Elasticsearch fails in the middle.


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.REFUSE, Fault.CUT], ids=lambda f: f.name)
def test_the_same_readers_find_the_same_when_elasticsearch_fails(
    fault: Fault,
    elasticsearch_url: str,
    home: Page,
    staff: User,
    admin: User,
    few: Group,
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr(
        choice, "PATIENCE", 3.0
    )  # it is asked for right answers here, not for quick ones
    address = urlsplit(elasticsearch_url)
    forget()
    with TcpProxy(str(address.hostname), int(address.port or 0)) as proxy:
        engine = Elastic(proxy.url)
        with engine.running():
            house = DepartmentPageFactory(title="House", slug="house")
            one, two, _three = (
                ContentPageFactory(title=f"Quokka {n}", slug=f"q{n}", parent=house) for n in "abc"
            )
            engine.keep_up()
            member = UserFactory()
            member.groups.add(few)
            restrict(one, few)  # pending, while it answers
            assert asked("quokka", staff).engine == "elasticsearch"
            assert shown("quokka", staff) == ["Quokka b", "Quokka c"]
            assert shown("quokka", member) == ["Quokka a", "Quokka b", "Quokka c"]
            proxy.turn(fault)
            two.unpublish()  # pending, while it does not
            found = asked("quokka", staff)
            assert found.is_fallback
            for reader, wanted in (
                (staff, ["Quokka c"]), (member, ["Quokka a", "Quokka c"]), (admin, ["Quokka a", "Quokka c"]),
            ):  # fmt: skip
                assert shown("quokka", reader) == wanted
            proxy.turn(Fault.PASS)
            forget()
            assert shown("quokka", staff) == ["Quokka c"]
            assert not asked("quokka", staff).is_fallback


# What a person shows to their team alone.

PHONE = "020 7946 0958"
TYPED = (
    "020 7946 0958",
    "02079460958",
    "+44 20 7946 0958",
    "0044 20 7946 0958",
    "2079460958",
    "0958",
)


def doors(client: Client, words: str) -> str:
    """Whatever the site and the terminal say of some words."""
    said = client.get("/search/", {"q": words}).content.decode()
    suggested = client.get("/search/suggest/", {"q": words}).json()["suggestions"]
    out = io.StringIO()
    call_command("search", words, "--json", stdout=out)
    found = json.loads(out.getvalue())
    return f"{len(found['hits'])} {found} {suggested} {'data-rank' in said}"


@pytest.mark.parametrize("field", ["phone", "mobile"])
def test_a_number_is_found_until_its_owner_keeps_it_to_the_team(
    field: str, engine: Engine, staff_client: Client
) -> None:
    ann = someone()
    team = TeamFactory(name="Harbour")
    mate = someone(first_name="Mia", last_name="Okafor", email="mia@example.org", employee_id="77")
    for person in (ann, mate):
        MembershipFactory(person=person, team=team, is_primary=False)
    client, contact = browser(ann.user), section(ann, "contact")
    client.post(contact, {**form_at(client, contact), field: PHONE})
    engine.keep_up()
    for typed in TYPED[:5]:
        assert f"/people/{ann.slug}/" in doors(staff_client, typed), typed
    client.post(contact, {**form_at(client, contact), f"{field}_audience": "team"})
    for seeing in (staff_client, browser(mate.user), client):
        for typed in TYPED:
            said = doors(seeing, typed)
            assert said.startswith("0 "), typed
            assert said.endswith("[] False"), typed
    kept = Entry.objects.filter(source="person").values_list("exact", "body", "words", "names")
    assert not any("0958" in line for row in kept for line in row)
    by_name = staff_client.get("/search/", {"q": ann.name}).content.decode()
    assert f"/people/{ann.slug}/" in by_name
    assert "0958" not in by_name
    engine.keep_up()
    assert doors(staff_client, PHONE).startswith("0 ")
    client.post(contact, {**form_at(client, contact), f"{field}_audience": "everybody"})
    assert f"/people/{ann.slug}/" in doors(staff_client, PHONE)
