"""Contact cards for address books, and that no address shows who or what it should not."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.enums import PhoneAudience
from people.models import FormerPersonAddress, Membership, Person, Team
from people.numbers import Number
from people.vcards import LONGEST_LINE, escaped, folded, vcard
from tests.factories.people import LocationFactory, PersonFactory, TeamFactory, lead, member

pytestmark = pytest.mark.django_db


def unfolded(card: str) -> list[str]:
    """The lines of a card as an address book has them."""
    return card.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_a_card_says_how_to_reach_somebody(staff_client: Client) -> None:
    member(
        TeamFactory(name="Tides; and, surges"),
        first_name="Elizabeth",
        preferred_name="Liz",
        last_name="Núñez",
        email="liz@example.org",
        phone="020 7946 0012",
        mobile="07700 900123",
        job_title="Hydrographer",
        location=LocationFactory(name="Quay House", address="1 Quay\r\nBrackwater"),
    )
    response = staff_client.get("/people/liz-nunez/card.vcf")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="liz-nunez.vcf"'
    lines = unfolded(response.content.decode())
    assert lines.pop(3).startswith("UID:urn:uuid:")
    assert lines == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:individual",
        "FN:Liz Núñez",
        "N:Núñez;Elizabeth;;;",
        "NICKNAME:Liz",
        "TITLE:Hydrographer",
        "ORG:Tides\\; and\\, surges",
        "EMAIL;TYPE=work:liz@example.org",
        "TEL;TYPE=work:020 7946 0012",
        "TEL;TYPE=cell:07700 900123",
        "ADR;TYPE=work:;;Quay House\\, 1 Quay\\, Brackwater;;;;",
        "URL:http://testserver/people/liz-nunez/",
        "END:VCARD",
    ]


def test_a_card_stands_with_nothing_but_a_name() -> None:
    person = PersonFactory(first_name="", last_name="Sukarno", email=None, job_title="")
    lines = unfolded(vcard(person, [], None, "http://x.example/"))
    assert [line.split(":")[0] for line in lines] == [
        "BEGIN", "VERSION", "KIND", "UID", "FN", "N", "URL", "END",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("a,b;c", "a\\,b\\;c"),
        ("back\\slash", "back\\\\slash"),
        ("two\nlines", "two\\nlines"),
        ("two\r\nlines", "two\\nlines"),
        ("END:VCARD\r\nTEL:1", "END:VCARD\\nTEL:1"),
        ("nul\x00bell\x07", "nulbell"),
        ("Núñez 王", "Núñez 王"),
    ],
)
def test_no_value_ends_its_line(text: str, value: str) -> None:
    assert escaped(text) == value


@pytest.mark.parametrize("char", ["a", "é", "王", "𝛑"])
@pytest.mark.parametrize("length", [1, 70, 75, 76, 400])
def test_no_line_is_longer_than_seventy_five_octets(char: str, length: int) -> None:
    line = f"FN:{char * length}"
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= LONGEST_LINE for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line


def test_a_hostile_name_stays_a_name() -> None:
    person = PersonFactory(last_name="X\r\nTEL:666;,\\", job_title="Y\nEND:VCARD")
    card = vcard(person, [Number("Phone", "1\n2", is_mobile=False)], None, "http://x.example/")
    assert len(re.findall(r"^END:VCARD", card, re.MULTILINE)) == 1
    assert "\r\nTEL:666" not in card


# No address shows what it should not.


def test_no_page_shows_who_has_left_who_is_erased_or_a_private_number(staff_client: Client) -> None:
    """Every relation that a page follows leads to somebody who is not to be shown."""
    week_ago = timezone.localdate() - timedelta(days=7)
    team: Team = TeamFactory(name="Tides")
    child: Team = TeamFactory(name="Gauges", parent=team)
    quokka = {"start_date": week_ago - timedelta(days=20), "confirmed_on": week_ago, "profession": "Marsupials"}  # fmt: skip
    hidden = [
        lead(team, first_name="Quokka", last_name="Left", left_on=week_ago, **quokka),
        lead(child, first_name="Quokka", last_name="Erased", erased_at=timezone.now(), **quokka),
        lead(child, first_name="Quokka", last_name="Longago", left_on=week_ago - timedelta(days=200)),
    ]  # fmt: skip
    Membership.objects.filter(person__in=hidden).update(started_on=week_ago - timedelta(days=1))
    open_ones = [
        member(
            team,
            manager=boss,
            last_name=f"Open {boss.pk}",
            phone="07700 900999",
            phone_audience=PhoneAudience.TEAM,
            mobile="07700 900888",
            mobile_audience=PhoneAudience.TEAM,
        )
        for boss in hidden
    ]
    middle = member(child, manager=open_ones[0], last_name="Middle")
    for person in hidden:
        Person.objects.filter(pk=person.pk).update(manager=middle)
    gone = member(team, last_name="Succeeded", left_on=week_ago, successor=hidden[0])
    FormerPersonAddress.objects.create(slug="former", person=hidden[2])
    readable = [*open_ones, middle]
    addresses = [
        *(f"/people/{query}" for query in ("", "?q=quokka", "?q=07700", "?letter=L", "?team=tides", "?profession=Marsupials")),
        *(f"/people/suggest/?q={words}" for words in ("quokka", "left", "07700", "open")),
        *(person.get_absolute_url() for person in readable),
        *(f"{person.get_absolute_url()}card.vcf" for person in readable),
        gone.get_absolute_url(),
        "/people/recent/", "/teams/", "/teams/?open=gauges", "/teams/tides/", "/teams/gauges/", "/teams/tides/branch/",
    ]  # fmt: skip
    for address in addresses:
        response = staff_client.get(address)
        assert response.status_code == 200, address
        for secret in ("Quokka", "900999", "900888", "former member"):
            assert secret not in response.content.decode(), (address, secret)
    left, erased, long_ago = hidden
    for person, status in ((left, 200), (erased, 404), (long_ago, 404)):
        assert staff_client.get(person.get_absolute_url()).status_code == status
        assert staff_client.get(f"{person.get_absolute_url()}card.vcf").status_code == 404
    assert staff_client.get("/people/former/").status_code == 404
