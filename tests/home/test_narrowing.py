"""The forms by which lists are narrowed: what there is to choose, and what was chosen."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from core.models import PageTopic, Topic
from news.models import NewsSeries
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.pages import DepartmentPageFactory, NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("index", "make", "named"),
    [
        (NewsIndexPageFactory, NewsPageFactory, {"topic": "pay", "series": "tides"}),
        (EventIndexPageFactory, EventPageFactory, {"topic": "pay"}),
    ],
)
def test_a_lists_form_names_what_there_is_and_keeps_what_was_chosen(
    index: Any, make: Any, named: dict[str, str], home: Any, staff_client: Client
) -> None:
    harbour = DepartmentPageFactory(title="Ships & <Harbours>", slug="harbour")
    pay = Topic.objects.create(name="Pay & <rations>", slug="pay")
    page = make(parent=index(slug="list"), department=harbour)
    PageTopic.objects.create(content_object=page, tag=pay)
    offered = {"topic": ["All topics", pay.name], "department": ["All departments", harbour.title]}
    if "series" in named:
        page.series = NewsSeries.objects.create(title="Tides", slug="tides")
        page.save()
        offered["series"] = ["All stories", "Tides"]
    for chosen in ({}, named, named | {"department": "harbour"}):
        html = staff_client.get("/list/", chosen).content
        form = BeautifulSoup(html, "html.parser").select_one("form.filters")
        for name, words in offered.items():
            select = form.select_one(f"select#{name}[name={name}]")
            assert [option.get_text() for option in select.select("option")] == words
            picked = [option["value"] for option in select.select("option[selected]")]
            assert picked == ([chosen[name]] if name in chosen else [])
            assert form.select_one(f"label[for={name}]")


@pytest.mark.parametrize(
    ("index", "make"),
    [(NewsIndexPageFactory, NewsPageFactory), (EventIndexPageFactory, EventPageFactory)],
)
def test_a_list_with_nothing_to_choose_has_no_form(
    index: Any, make: Any, home: Any, staff_client: Client
) -> None:
    make(parent=index(slug="list"))
    page = BeautifulSoup(staff_client.get("/list/").content, "html.parser")
    assert page.select_one("form.filters") is None
