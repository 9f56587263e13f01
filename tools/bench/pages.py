"""What a page costs: its CPU against a signed-in empty view's, and a search over many pages.

Runs in one process on a database of its own, which it makes and throws away. Both views are called in
turn, so that a busy machine slows both; a run's figure is the median, and three runs are printed.

    .venv/bin/python tools/bench/pages.py [--profile]
"""

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
AIM, FAILS_AT = 8, 15
SEARCH_FAILS_AT = 0.5
ROUNDS, RUNS, PAGES = 150, 3, 800
SENTENCE = "The harbour master reads the tide tables before the pilots go out to meet a ship. "


def set_up(folder: Path) -> None:
    """Point Django at a database of our own, with every migration and an empty view."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "ALLOWED_HOSTS": "testserver",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.http import HttpResponse
    from django.urls import path

    from config import urls

    call_command("migrate", verbosity=0)
    urls.urlpatterns.insert(0, path("empty/", lambda _request: HttpResponse("")))


def fill() -> str:
    """A story with a body of every common block, among many pages; answers its address."""
    from wagtail_factories import ImageFactory

    from core.models import PageTopic, Topic
    from news.models import NewsPage
    from tests.factories import pages

    class PictureFactory(ImageFactory):
        class Meta:
            model = "core.Image"

    harbour = pages.DepartmentPageFactory(title="Harbour", slug="harbour", show_in_menus=True)
    section = pages.ContentPageFactory(parent=harbour, title="Tides", slug="tides")
    words = pages.text(f"<p>{SENTENCE * 53}</p>")
    for n in range(PAGES):
        if n % 40 == 0:
            section = pages.ContentPageFactory(parent=harbour, title=f"Section {n}")
        pages.ContentPageFactory(parent=section, title=f"Page {n}", body=[words])
    news = pages.NewsIndexPageFactory(title="News", slug="news", show_in_menus=True)
    picture = PictureFactory()
    link = f'<p>See <a linktype="page" id="{section.pk}">the tides</a>. {SENTENCE}</p>'
    body = [
        {"type": "heading", "value": {"level": "2", "text": "What it means", "anchor": "means"}},
        *[pages.text(link * 2) for _n in range(6)],
        {"type": "image", "value": {"image": {"image": picture.pk, "alt_text": "A tide"}}},
        {"type": "callout", "value": {"tone": "note", "title": "Note", "text": link}},
    ]
    story: Any = pages.NewsPageFactory(
        parent=news, slug="story", body=body, department=harbour, lead_image=picture
    )
    for n in range(3):
        topic = Topic.objects.create(name=f"Topic {n}", slug=f"topic-{n}")
        PageTopic.objects.create(content_object=story, tag=topic)
    NewsPage.objects.get(pk=story.pk).save_revision().publish()
    return story.url


def browser() -> Callable[[str], bytes]:
    """Somebody signed in, who asks the site itself, without a test client in between."""
    from django.core.wsgi import get_wsgi_application
    from django.test import Client

    from tests.factories.accounts import UserFactory

    client = Client()
    client.force_login(UserFactory())
    cookie = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
    application = get_wsgi_application()

    def get(address: str) -> bytes:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_COOKIE": cookie,
            "wsgi.input": BytesIO(),
            "wsgi.url_scheme": "http",
        }
        statuses: list[str] = []
        answer = application(environ, lambda status, _headers: statuses.append(status))
        content = b"".join(answer)
        answer.close()
        if not statuses[0].startswith("200"):
            raise SystemExit(f"{address} answered {statuses[0]}")
        return content

    return get


def cpu(call: Callable[[], Any]) -> float:
    """The CPU seconds of one call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def ratio(get: Callable[[str], bytes], page: str) -> tuple[float, float, float]:
    """How many empty views a page costs, and both medians in milliseconds."""
    empty, full = [], []
    for _round in range(ROUNDS):
        empty.append(cpu(lambda: get("/empty/")))
        full.append(cpu(lambda: get(page)))
    one, other = statistics.median(empty) * 1000, statistics.median(full) * 1000
    return other / one, one, other


def main() -> int:
    """Measure, print, and answer 1 if a figure is over what it may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="show where the page's time goes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder))
        story, get = fill(), browser()
        worst = 0.0
        for address in (story, "/", "/news/", "/harbour/", "/harbour/tides/"):
            get(address)
            runs = [ratio(get, address) for _run in range(RUNS)]
            middle = statistics.median(run[0] for run in runs)
            shown = ", ".join(f"{times:.1f}" for times, _empty, _full in runs)
            print(f"{address:16} {middle:5.1f} empty views ({shown}); {runs[0][2]:.1f} ms CPU")
            worst = max(worst, middle) if address == story else worst
        searches = {}
        for words in ("harbour", "tide tables ship", "page 17", "nothing-like-it"):
            address = f"/search/?q={words.replace(' ', '+')}"
            get(address)
            searches[words] = statistics.median(cpu(partial(get, address)) for _run in range(5))
            print(f"search {words!r:20} {searches[words] * 1000:6.1f} ms CPU over {PAGES} pages")
        if options.profile:
            profile = cProfile.Profile()
            profile.runcall(lambda: [get(story) for _round in range(ROUNDS)])
            pstats.Stats(profile).sort_stats("tottime").print_stats(45)
    print(f"news page: {worst:.1f} empty views (aim {AIM}, fails at {FAILS_AT})")
    return int(worst >= FAILS_AT or max(searches.values()) >= SEARCH_FAILS_AT)


if __name__ == "__main__":
    sys.exit(main())
