"""No page makes a browser ask another host: a closed network reaches none, and none is to know."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from home.models import HomePage
from tests.factories.pages import ContentPageFactory

pytestmark = pytest.mark.django_db

#: What a browser fetches or is led to, by the attribute that says so.
ATTRIBUTES = (
    "src",
    "srcset",
    "href",
    "action",
    "formaction",
    "poster",
    "data",
    "data-url",
    "style",
)
ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>)\\]+")
#: Wagtail's own words of help, which a person may follow and no browser asks for by itself.
LINKS = {
    "<a> https://www.enable-javascript.com/",
    "<a> https://guide.wagtail.org/content-checks/",
}
OURS = {"testserver", "localhost", "127.0.0.1", urlsplit(settings.BASE_URL).hostname}


def elsewhere(html: str) -> list[str]:
    """Every address of another host in what a page fetches or links to."""
    soup = BeautifulSoup(html, "html.parser")
    texts = [
        (tag.name, str(tag[name]))
        for tag in soup.find_all(True)
        for name in ATTRIBUTES
        if tag.get(name)
    ]
    texts += [("style", tag.get_text()) for tag in soup.find_all("style")]
    return [
        f"<{tag}> {address}"
        for tag, text in texts
        for address in ADDRESS.findall(text)
        if urlsplit(address).hostname not in OURS
    ]


def test_the_search_finds_what_there_is() -> None:
    html = """<img src="https://a.example/x.png"><form action="//b.example/"></form>
    <p style="background: url(http://c.example/y.png)"><a href="/x/">ours</a>"""
    assert [line.split()[1] for line in elsewhere(html)] == [
        "https://a.example/x.png", "//b.example/", "http://c.example/y.png",
    ]  # fmt: skip


def test_sign_in_asks_no_other_host() -> None:
    for address in ("/accounts/login/", "/accounts/password-reset/", "/admin/login/"):
        assert elsewhere(Client().get(address, follow=True).text) == []


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/pages/",
        "/admin/pages/{page}/",
        "/admin/pages/{page}/edit/",
        "/admin/pages/{page}/history/",
        "/admin/pages/add/departments/contentpage/{home}/",
        "/admin/images/",
        "/admin/images/add/",
        "/admin/documents/",
        "/admin/users/",
        "/admin/account/",
        "/admin/reports/site-history/",
        "/admin/guide/",
        "/",
        "/search/?q=tides",
        "/nothing/",
    ],
)
def test_no_page_asks_another_host(admin_client: Client, home: HomePage, address: str) -> None:
    page = ContentPageFactory(slug="tides")
    answer = admin_client.get(address.format(page=page.pk, home=home.pk), follow=True)
    assert answer.status_code in {200, 404}
    assert len(answer.text) > 500
    assert set(elsewhere(answer.text)) - LINKS == set()
