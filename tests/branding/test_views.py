"""The theme and the logos, as strangers are given them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from branding import look
from tests.factories.branding import SVG, BrandFactory, drawing, picture

pytestmark = pytest.mark.django_db

A_YEAR = "public, max-age=31536000, immutable"


def test_the_theme_is_a_style_sheet_for_a_year_and_for_everyone() -> None:
    url = look.of(BrandFactory(colour="#c8102e")).theme_url
    response = Client().get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == A_YEAR
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "--brand: #c8102e;" in response.content.decode()


def test_the_theme_of_a_person_signed_in_is_everyones(staff_client: Client) -> None:
    response = staff_client.get(look.of(BrandFactory(colour="#c8102e")).theme_url)
    assert response.status_code == 200
    assert "cookie" not in response.get("Vary", "").lower()


def test_a_site_without_a_brand_has_a_theme_too() -> None:
    assert Client().get(look.default().theme_url).status_code == 200


def test_an_address_of_another_theme_is_unknown_and_not_kept() -> None:
    old = look.of(BrandFactory(colour="#c8102e")).theme_url
    assert Client().get(old).status_code == 200
    BrandFactory(colour="#0b5394").delete()
    for url in (old, "/theme/0.css", "/theme/nothing.css"):
        response = Client().get(url)
        assert response.status_code == 404
        assert "immutable" not in response["Cache-Control"]
        assert "no-store" in response["Cache-Control"]


def test_each_change_of_a_value_is_another_address() -> None:
    brand = BrandFactory.build(site=None)
    seen = {look.of(brand).theme_url}
    for name, value in {
        "colour": "#c8102e",
        "accent": "#000000",
        "font": "system",
        "corners": "round",
    }.items():
        setattr(brand, name, value)
        seen.add(look.of(brand).theme_url)
    assert len(seen) == 5


def test_logos_are_served_for_a_year_and_can_do_nothing() -> None:
    brand = look.of(BrandFactory(logos=True))
    for url, kind in ((brand.logo_light_url, "image/svg+xml"), (brand.logo_dark_url, "image/png")):
        response = Client().get(url)
        assert response.status_code == 200
        assert response["Content-Type"] == kind
        assert response["Cache-Control"] == A_YEAR
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'unsafe-inline'"
        )
        assert b"".join(response.streaming_content)


def test_a_hostile_logo_is_served_clean() -> None:
    hostile = SVG.replace("<rect", '<script>alert(1)</script><rect onclick="alert(1)"')
    brand = look.of(BrandFactory(logo_light=drawing(hostile)))
    served = b"".join(Client().get(brand.logo_light_url).streaming_content).decode()
    assert "alert" not in served
    assert "<rect" in served


def test_a_logo_that_is_replaced_is_gone(django_capture_on_commit_callbacks) -> None:
    brand = BrandFactory(logo_light=drawing())
    old, file = look.of(brand).logo_light_url, Path(brand.logo_light.path)
    with django_capture_on_commit_callbacks(execute=True):
        brand.logo_light = picture()
        brand.save()
    assert Client().get(old).status_code == 404
    assert not file.exists()
    assert Client().get(look.of(brand).logo_light_url).status_code == 200


def test_saving_other_fields_leaves_the_logo(django_capture_on_commit_callbacks) -> None:
    brand = BrandFactory(logos=True)
    with django_capture_on_commit_callbacks(execute=True):
        brand.name = "Tide House"
        brand.save()
    assert Client().get(look.of(brand).logo_light_url).status_code == 200


def test_no_other_file_is_served_as_a_logo() -> None:
    BrandFactory(logos=True)
    folder = Path(settings.MEDIA_ROOT) / "brand"
    (folder / "old.svg").write_text(SVG, encoding="utf-8")
    for url in ("/brand/old.svg", "/brand/nothing.png", "/brand/..%2fsecret.png", "/brand/x.html"):
        assert Client().get(url).status_code in {302, 404}
        assert Client().get(url).get("Location", "/accounts/login/").startswith("/accounts/login/")


def test_a_logo_whose_file_is_lost_is_unknown() -> None:
    brand = BrandFactory(logo_light=drawing())
    url = look.of(brand).logo_light_url
    Path(brand.logo_light.path).unlink()
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_themes_are_only_read(method: str) -> None:
    assert getattr(Client(), method)(look.default().theme_url).status_code == 405


def test_a_theme_that_is_asked_for_again_costs_the_epoch_alone() -> None:
    brand = look.of(BrandFactory())
    Client().get(brand.theme_url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert Client().get(brand.theme_url).status_code == 200
    assert len(queries) == 1
    assert "epoch" in queries[0]["sql"]
