"""Bringing the demo department in: its pages, its home page, and the people who sign in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from accounts.models import User
from branding.models import Brand
from demo.conversations import dress_conversations
from demo.desk import dress_desk
from demo.events import open_events, plan_events
from demo.following import follow_things
from demo.links import dress_links
from demo.news import dress_news
from demo.people import bring_staff, dress_people
from demo.reach import dress_reach
from demo.rights import close_section, make_groups
from demo.search import dress_search
from demo.sign_ins import SIGN_INS, SignIn, make_people
from demo.wall import dress_walls
from home.models import HomePage
from transfer.report import Report
from transfer.services import import_pages

CONTENT = Path(__file__).resolve().parent / "content"
PAGES = CONTENT / "pages"
Progress = Callable[[str, int, int], None]


class DemoRefusedError(RuntimeError):
    """The demo may not come in here; the message says why, and what to do."""


@dataclass(frozen=True)
class Outcome:
    """What came in."""

    report: Report
    people: list[SignIn]


def bring_in(*, progress: Progress | None = None) -> Outcome:
    """Bring the demo in, or bring it up to date: what editors have changed since stays.

    Pages change only where their file did, and groups, people, the home page and the brand are
    made once. Raises DemoRefusedError where settings do not let it in.
    """
    if not settings.DEMO:
        raise DemoRefusedError(
            "The demo is refused here: its sign-ins have a password that everybody knows. "
            "Set DEMO=1 on a machine that nobody but you can reach."
        )
    bring_staff()
    report = import_pages(PAGES, "/", "content", progress=progress)
    with transaction.atomic():
        home = _home()
        open_events(home)
        make_groups()
        close_section(home)
        made = make_people()
        dress_people()
        follow_things(made)
        plan_events()
        dress_search(home)
        dress_reach()
        dress_conversations(home)
        dress_walls()
        dress_news(home)
        dress_desk()
        given = yaml.safe_load((CONTENT / "home.yaml").read_text("utf-8"))
        _dress_home(home, given)
        dress_links(home, given["links"])
    return Outcome(report, [sign_in for sign_in in SIGN_INS if sign_in.username in made])


def _home() -> HomePage:
    site = Site.objects.get(is_default_site=True)
    return HomePage.objects.get(pk=site.root_page_id)


def _dress_home(home: Any, given: dict[str, Any]) -> None:
    """The home page's words and the site's look, where nobody has chosen any yet."""
    site = home.get_site()
    if not Brand.objects.filter(site=site).exists():
        Brand.objects.create(site=site, **given["brand"])
        site.site_name = site.site_name or given["brand"]["name"]
        site.save()
    if home.summary or home.top_tasks:
        return
    home.title = given["title"]
    home.summary = given["summary"]
    home.top_tasks = [("card", _card(home, task)) for task in given["top_tasks"]]
    home.sections = [_section(home, section) for section in given["sections"]]
    home.full_clean()
    admin = User.objects.filter(username="admin").first()
    home.save_revision(user=admin, log_action=True, clean=False).publish(user=admin)


def _section(home: HomePage, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A section of the home page; what it does not say is as usual."""
    value = {name: said for name, said in given.items() if name not in {"kind", "cards"}}
    if "cards" in given:
        value["cards"] = [_card(home, card) for card in given["cards"]]
    return given["kind"], value


def _card(home: HomePage, card: dict[str, str]) -> dict[str, Any]:
    """A card; the page that it leads to is part of the demo, so it is there."""
    page = Page.objects.get(url_path=f"{home.url_path}{card['link'].lstrip('/')}")
    return {"page": page, "url": "", "title": card["title"], "text": card["text"]}
