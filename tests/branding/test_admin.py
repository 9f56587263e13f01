"""Changing the brand in the CMS, as an editor with the right does."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupSitePermission, Site

from accounts.models import User
from branding.models import Brand
from tests.branding import stylesheets
from tests.factories.accounts import UserFactory
from tests.factories.branding import SVG, BrandFactory, drawing, picture

pytestmark = pytest.mark.django_db

DOOR = "/admin/settings/branding/brand/"
VALUES = {
    "name": "Tide House",
    "colour": "#ffdd00",
    "accent": "#c8102e",
    "header": "light",
    "font": "atkinson",
    "corners": "round",
}


def may_enter_the_cms(name: str) -> User:
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = UserFactory()
    user.groups.add(group)
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address() -> str:
    return f"{DOOR}{Site.objects.get(is_default_site=True).pk}/"


def save(client: Client, **values: Any) -> str:
    """Send the form; the page that follows."""
    response = client.post(address(), {**VALUES, **values}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def theme_of(client: Client) -> str:
    page = client.get("/").content.decode()
    found = re.search(r'href="(/theme/[^"]+\.css)"', page)
    assert found
    return found[1]


def test_a_change_is_seen_on_the_next_page(admin_client: Client, staff_client: Client) -> None:
    before = theme_of(staff_client)
    save(admin_client)
    after = theme_of(staff_client)
    assert after != before
    css = staff_client.get(after).content.decode()
    assert stylesheets.colours(css, "light")["--brand"] == "#ffdd00"
    assert "--radius: 12px;" in css
    assert "Atkinson Hyperlegible Next" in css
    page = staff_client.get("/").content.decode()
    assert "header--light" in page
    assert "Tide House" in page


def test_saving_says_what_was_adjusted_and_why(admin_client: Client) -> None:
    page = save(admin_client)
    sentence = (
        "#ffdd00 on white is 1.35 : 1, so links use a darker shade of it, #7a6900, 4.6 : 1 or more"
        " everywhere"
    )
    assert page.count(sentence) == 2  # the message, and the panel
    css = admin_client.get(theme_of(admin_client)).content.decode()
    assert stylesheets.colours(css, "light")["--link"] == "#7a6900"


def test_the_form_shows_the_brand_as_it_will_be_seen(admin_client: Client) -> None:
    page = save(admin_client, colour="#c8102e")
    css = admin_client.get(theme_of(admin_client)).content.decode()
    for scheme in stylesheets.SCHEMES:
        colours = stylesheets.colours(css, scheme)
        swatches = page.split(f'aria-label="{scheme.capitalize()}"')[1].split("</section>")[0]
        for name in ("--brand", "--link", "--solid", "--line-strong", "--tint"):
            assert colours[name] in swatches


@pytest.mark.parametrize("typed", ["#fd0", "FFDD00", " #FFdd00 "])
def test_any_way_to_write_a_colour_is_taken(admin_client: Client, typed: str) -> None:
    save(admin_client, colour=typed)
    assert Brand.objects.get().colour == "#ffdd00"


@pytest.mark.parametrize("typed", ["red", "#ffdd", "#ffdd001", "rgb(1,2,3)", "#ff;}*{"])
def test_a_malformed_colour_is_refused_with_how_to_mend_it(
    admin_client: Client, typed: str
) -> None:
    page = save(admin_client, colour=typed)
    assert "is not a colour that we can read. Write # and then three or six" in page
    assert f'value="{typed}"' in page  # what was typed is still there to be mended
    assert Brand.objects.get().colour == "#123f40"


def test_logos_come_in_by_the_form(admin_client: Client, staff_client: Client) -> None:
    save(admin_client, logo_light=drawing(), logo_dark=picture())
    page = staff_client.get("/").content.decode()
    found = re.findall(r'src="(/brand/[\w.-]+)" alt="Tide House"', page)
    assert len(found) == 2
    assert {Client().get(url).status_code for url in found} == {200}


def test_a_logo_is_taken_away_by_the_form(admin_client: Client) -> None:
    save(admin_client, logo_light=drawing())
    save(admin_client, **{"logo_light-clear": "on"})
    assert not Brand.objects.get().logo_light


def test_a_hostile_logo_is_cleaned_by_the_form(admin_client: Client) -> None:
    hostile = SVG.replace("<rect", '<script>alert(1)</script><rect onload="alert(1)"')
    save(admin_client, logo_light=drawing(hostile))
    assert b"alert" not in Brand.objects.get().logo_light.read()


def test_a_logo_that_cannot_be_cleaned_is_refused_in_a_sentence(admin_client: Client) -> None:
    page = save(admin_client, logo_light=drawing("<svg><script>alert(1)</script></svg>"))
    assert "This SVG cannot be used: it does not begin with an svg element." in page
    assert not Brand.objects.get().logo_light


def test_who_may_not_change_the_brand_neither_sees_nor_reaches_it(staff_client: Client) -> None:
    brand = BrandFactory()
    editor = client_of(may_enter_the_cms("Editors of nothing"))
    assert DOOR not in editor.get("/admin/").content.decode()
    for client in (editor, staff_client):
        for response in (client.get(address()), client.post(address(), VALUES), client.get(DOOR)):
            assert response.status_code in {302, 403}
    brand.refresh_from_db()
    assert brand.colour == "#123f40"


@pytest.mark.parametrize("everywhere", [True, False], ids=["all sites", "this site"])
def test_the_right_to_change_the_brand_is_enough(everywhere: bool) -> None:
    user = may_enter_the_cms("Brand keepers")
    right = Permission.objects.get(content_type__app_label="branding", codename="change_brand")
    if everywhere:
        user.groups.get().permissions.add(right)
    else:
        site = Site.objects.get(is_default_site=True)
        GroupSitePermission.objects.create(group=user.groups.get(), site=site, permission=right)
    client = client_of(user)
    assert DOOR in client.get("/admin/").content.decode()
    save(client)
    assert Brand.objects.get().colour == "#ffdd00"


def test_the_right_can_be_given_in_the_groups_form(admin_client: Client) -> None:
    page = admin_client.get(f"/admin/groups/edit/{Group.objects.first().pk}/").content.decode()
    assert "brand" in page.lower()
