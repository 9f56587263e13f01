"""The command as an operator uses it: what comes in, what comes again, what is refused."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, PageLogEntry, Revision

from core.models import Document, Image, Topic
from departments.models import ContentPage, DepartmentPage
from news.models import NewsIndexPage, NewsPage
from policies.models import PolicyIndexPage, PolicyPage
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory
from tests.factories.trees import PDF, page, picture, tree
from transfer.models import ImportedPage
from transfer.report import Met, Report
from transfer.services import import_pages

pytestmark = pytest.mark.django_db
Importer = Callable[..., Report]


@pytest.fixture
def bring(home: Any, tmp_path: Path) -> Importer:
    """Import some files: `bring({"a.md": …}, at="/guide/", kind="content")`."""

    def run(
        files: dict[str, str | bytes], at: str = "/guide/", kind: str = "content", **options: Any
    ) -> Report:
        return import_pages(tree(tmp_path / "tree", files), at, kind, **options)

    return run


def command(tmp_path: Path, *arguments: str) -> str:
    out = io.StringIO()
    call_command("import_pages", str(tmp_path / "tree"), *arguments, stdout=out)
    return out.getvalue()


def at(address: str) -> Any:
    return Page.objects.get(url_path=f"/home{address}").specific


def texts(row: Any) -> str:
    return "".join(str(block["value"]) for block in row.body.raw_data)


def met(report: Report, kind: Met) -> list[str]:
    return [f"{problem.file}:{problem.line}" for problem in report.problems if problem.kind is kind]


def test_a_folder_becomes_pages_at_its_own_addresses(bring: Importer, staff_client: Client) -> None:
    report = bring(
        {
            "index.md": page("Welcome.", title="Guide"),
            "Leave.md": page("Ask first.", title="Leave"),
            "pay/README.md": page("Monthly.", title="Pay"),
            "pay/bands.md": "# Pay bands\n\nEight.",
            "travel/abroad/visas.md": page("Early."),
            "tools.md": page("All.", title="Tools"),
            "tools/chat.md": page("Talk.", title="Chat"),
        }
    )
    assert (report.made, report.failed) == (9, 0)
    for address, title in {
        "/guide/": "Guide",
        "/guide/Leave/": "Leave",
        "/guide/pay/": "Pay",
        "/guide/pay/bands/": "Pay bands",
        "/guide/travel/": "Travel",
        "/guide/travel/abroad/visas/": "Visas",
        "/guide/tools/": "Tools",
        "/guide/tools/chat/": "Chat",
    }.items():
        assert (at(address).title, at(address).live) == (title, True)
        assert staff_client.get(address).status_code == 200
    assert b"Ask first." in staff_client.get("/guide/Leave/").content


def test_links_lead_to_pages_however_they_are_written(bring: Importer) -> None:
    linked = [
        "b.md", "./b.md", "b.md#part", "b/", "/b/", "/b", "/b.html", "/guide/b/", "../b/", "/old-b/", "B.md",
        "deep/index.md", "/deep/", "deep", "{{ site.baseurl }}/b/", "/a/",
    ]  # fmt: skip
    report = bring(
        {
            "a.md": "\n\n".join(f"[link{number}]({to})" for number, to in enumerate(linked)),
            "b.md": page("## Part\n\nx", redirect_from="/old-b/"),
            "deep/index.md": page("x", title="Deep"),
        }
    )
    stored = texts(at("/guide/a/"))
    b, deep, a = (at(f"/guide/{name}/").pk for name in ("b", "deep", "a"))
    assert report.links_dead == 0
    assert stored.count(f'linktype="page" id="{b}"') == len(linked) - 4
    assert stored.count(f'linktype="page" id="{deep}"') == 3
    assert stored.count(f'linktype="page" id="{a}"') == 1
    assert f'<a linktype="page" id="{b}" fragment="part">' in stored


def test_a_link_survives_the_move_of_its_page(bring: Importer, staff_client: Client) -> None:
    bring({"a.md": "[to b](b.md#part)", "b.md": "## Part\n\nx", "c.md": "x"})
    at("/guide/b/").move(at("/guide/c/"), pos="last-child")
    assert b'href="/guide/c/b/#part"' in staff_client.get("/guide/a/").content


def test_posts_are_found_by_their_permalinks(bring: Importer) -> None:
    report = bring(
        {
            "2015-06-09-one.md": page(
                "[two](/2016/01/02/two/) [late](/2016/01/03/two/)", title="One"
            ),
            "2016-01-02-two.md": page(
                "[one](/2015/06/09/one) [gone](/2015/06/09/other/)", title="Two"
            ),
        },
        at="/news/",
        kind="news",
    )
    one, two = at("/news/2015-06-09-one/"), at("/news/2016-01-02-two/")
    assert texts(one).count(f'id="{two.pk}"') == 2
    assert f'id="{one.pk}"' in texts(two)
    assert met(report, Met.DEAD_LINK) == ["2016-01-02-two.md:5"]


def test_dead_links_keep_their_words_and_are_told_by_line(bring: Importer) -> None:
    report = bring(
        {"a.md": page("Words.\n\nMore words\nand a [lost page](gone.md) here.", title="A")}
    )
    assert "and a lost page here" in texts(at("/guide/a/"))
    assert met(report, Met.DEAD_LINK) == ["a.md:8"]


def test_tags_and_entities_in_titles_and_summaries_are_read_as_html(bring: Importer) -> None:
    titles = {
        "Get ready <em>before</em> you travel": "Get ready before you travel",
        "Logging in &amp; networks": "Logging in & networks",
        "Is it &ldquo;agilefall&rdquo;?": "Is it “agilefall”?",
        "R&D, snake_case and 1 < 2": "R&D, snake_case and 1 < 2",
    }
    files = {
        f"{n}.md": page("x", title=given, summary=f"On {given}") for n, given in enumerate(titles)
    }
    bring(files)
    for number, title in enumerate(titles.values()):
        row = at(f"/guide/{number}/")
        assert (row.title, row.summary) == (title, f"On {title}")


@pytest.mark.parametrize("written", ["holiday, time off", "[holiday, time off]"])
def test_other_words_for_a_page_find_it(
    bring: Importer, staff_client: Client, written: str
) -> None:
    report = bring({"leave.md": page("Ask first.", title="Annual leave", keywords=written)})
    assert report.problems == []
    assert at("/guide/leave/").keywords == "holiday, time off"
    assert "Annual leave" in staff_client.get("/search/?q=holiday").content.decode()


def test_news_takes_dates_authors_topics_and_standfirst(bring: Importer) -> None:
    bring(
        {
            "2014-03-19-hello.md": (
                "---\ntitle: Hello\ndate: '2014-03-20T11:02:00-04:00'\nauthors:\n- becky\n- ed-o.neil\n"
                "tags:\n- Open data\n- how we work\nexcerpt: A *short* word.\ndescription: For search.\n"
                "image: /img/lead.png\nimage_alt: A door\nimage_credit: Ana\n---\nHi."
            ),
            "2015-01-02-undated.md": page("Hi.", author="Jane Q. Doe", tags="open data, pay"),
            "img/lead.png": picture(),
        },
        at="/news/",
        kind="news",
    )
    story = at("/news/2014-03-19-hello/")
    assert isinstance(story, NewsPage)
    assert (story.publication_date, story.author) == (date(2014, 3, 20), "Becky, Ed O Neil")
    assert sorted(topic.name for topic in story.topics.all()) == ["Open data", "how we work"]
    assert (story.standfirst, story.search_description) == ("A short word.", "For search.")
    assert (story.lead_image_alt, story.lead_image.credit) == ("A door", "Ana")
    other = at("/news/2015-01-02-undated/")
    assert (other.publication_date, other.author) == (date(2015, 1, 2), "Jane Q. Doe")
    assert Topic.objects.filter(name__iexact="open data").count() == 1
    assert isinstance(at("/news/"), NewsIndexPage)


def test_content_pages_take_topics_as_stories_do(bring: Importer) -> None:
    Topic.objects.create(name="Leave", slug="leave")
    long = "x" * 101
    report = bring(
        {
            "off.md": page("Rest.", title="Off", tags=f"[leave, {long}]", topics="Pay"),
            "odd.md": page("Rest.", title="Odd", tags="{a: {b: c}}"),
        }
    )
    assert sorted(topic.name for topic in at("/guide/off/").topics.all()) == ["Leave", "Pay"]
    assert not at("/guide/odd/").topics.exists()
    assert sorted(met(report, Met.FIELD)) == ["odd.md:3", "off.md:3"]
    assert sorted(Topic.objects.values_list("name", flat=True)) == ["Leave", "Pay"]


def test_policies_take_their_facts(bring: Importer) -> None:
    department = DepartmentPageFactory(title="People team", slug="people")
    bring(
        {
            "leave.md": page(
                "Words.", title="Leave", summary="Ask.", applies_to="Managers", effective_from="2026-01-02",
                review_by="2027-01-02", department="People Team", topics="leave",
            ),
        },
        at="/policies/",
        kind="policy",
    )  # fmt: skip
    policy = at("/policies/leave/")
    assert isinstance(policy, PolicyPage)
    assert isinstance(policy.get_parent().specific, PolicyIndexPage)
    assert (policy.summary, policy.applies_to) == ("Ask.", "Managers")
    assert (policy.effective_from, policy.review_by) == (date(2026, 1, 2), date(2027, 1, 2))
    assert policy.department_id == department.pk
    assert [topic.name for topic in policy.topics.all()] == ["leave"]


def test_a_tree_can_hold_departments_with_news_and_policies(
    bring: Importer, staff_client: Client
) -> None:
    report = bring(
        {
            "colleagues/index.md": (
                "---\ntitle: People\npage_type: department\npurpose: We care.\nshow_in_menus: true\n"
                "services:\n- {title: Leave, text: Book it, link: /colleagues/leave/}\n"
                "- {title: Pay, link: https://pay.example.org/}\n"
                "contacts:\n- {name: Desk, email: desk@example.org}\n---\nMore."
            ),
            "colleagues/leave.md": page("Ask.", title="Leave"),
            "colleagues/news/index.md": page("", title="People news", page_type="news-list"),
            "colleagues/news/2026-01-02-new.md": page("x", title="New", department="colleagues"),
            "rules/index.md": page("", title="Rules", page_type="policy-list"),
            "rules/one.md": page("x", title="One"),
        },
        at="/",
    )
    assert report.failed == 0, report.problems
    people = at("/colleagues/")
    assert isinstance(people, DepartmentPage)
    assert people.show_in_menus
    assert people.services.raw_data[0]["value"]["page"] == at("/colleagues/leave/").pk
    assert people.services.raw_data[1]["value"]["url"] == "https://pay.example.org/"
    assert people.contacts.raw_data[0]["value"]["email"] == "desk@example.org"
    assert at("/colleagues/news/2026-01-02-new/").department_id == people.pk
    assert isinstance(at("/rules/one/"), PolicyPage)
    for address in ("/colleagues/", "/colleagues/news/", "/rules/one/"):
        assert staff_client.get(address).status_code == 200


def test_siblings_stand_in_their_order(bring: Importer) -> None:
    bring(
        {
            "play-10.md": "x",
            "play-2.md": "x",
            "z.md": page("x", order="1"),
            "b.md": page("x", weight="2"),
        }
    )
    assert [child.slug for child in at("/guide/").get_children()] == ["z", "b", "play-2", "play-10"]


def test_drafts_are_not_shown(bring: Importer, staff_client: Client) -> None:
    bring({"a.md": page("x", draft="true"), "b.md": page("x", published="false"), "c.md": "x"})
    assert [at(f"/guide/{name}/").live for name in "abc"] == [False, False, True]
    assert staff_client.get("/guide/a/").status_code == 404


def test_each_file_is_stored_once_across_pages_and_runs(bring: Importer) -> None:
    files: dict[str, str | bytes] = {
        "a.md": "![One](_img/x.png) ![Two](/_img/x.png)\n\nSee [form](downloads/f.pdf), words.",
        "deep/b.md": "![Three](x.png) [form](/downloads/f.pdf) and [copy](../downloads/g.pdf).",
        "_img/x.png": picture(),
        "downloads/f.pdf": PDF,
        "downloads/g.pdf": PDF,
    }
    report = bring(files)
    assert (report.images, report.documents) == (1, 1)
    again = bring(files, at="/other/")
    assert (again.images, again.documents) == (0, 0)
    assert (Image.objects.count(), Document.objects.count()) == (1, 1)
    stored = texts(at("/guide/a/"))
    assert f'linktype="document" id="{Document.objects.get().pk}"' in stored
    assert stored.count(f"'image': {Image.objects.get().pk}") == 2
    assert Image.objects.get().default_alt_text == "One"


def test_a_second_run_changes_nothing_and_a_third_only_what_changed(bring: Importer) -> None:
    files: dict[str, str | bytes] = {
        "a.md": "[b](b.md)",
        "b.md": page("x", redirect_from="/old/"),
        "c/d.md": "x",
    }
    bring(files)
    before = (
        list(Page.objects.order_by("pk").values_list("pk", flat=True)),
        Revision.objects.count(),
    )
    again = bring(files)
    assert (again.made, again.changed, again.unchanged, again.redirects) == (0, 0, 5, 0)
    assert (
        list(Page.objects.order_by("pk").values_list("pk", flat=True)),
        Revision.objects.count(),
    ) == before
    number = at("/guide/b/").pk
    third = bring({"b.md": page("new words", redirect_from="/old/")})
    assert (third.made, third.changed, third.pages_changed) == (0, 1, ["/guide/b/"])
    assert at("/guide/b/").pk == number
    assert Revision.objects.filter(object_id=str(number)).count() == 2
    assert "new words" in texts(at("/guide/b/"))


def test_what_editors_changed_or_moved_stays_while_the_file_stays(bring: Importer) -> None:
    bring({"a.md": "x", "b.md": "y"})
    edited = at("/guide/a/")
    edited.title = "Better"
    edited.save_revision().publish()
    edited.move(at("/guide/b/"), pos="last-child")
    report = bring({})
    assert (report.changed, report.unchanged) == (0, 3)
    assert at("/guide/b/a/").title == "Better"
    changed = bring({"a.md": "z"})
    assert met(changed, Met.SUPERSEDED) == ["a.md:0"]
    row = at("/guide/b/a/")
    assert (row.title, "z" in texts(row)) == ("A", True)
    titles = [json.loads(json.dumps(r.content))["title"] for r in row.revisions.order_by("pk")]
    assert titles == ["A", "Better", "A"]


def test_a_link_that_leads_somewhere_at_last_is_mended_unless_an_editor_was_there(
    bring: Importer,
) -> None:
    bring({"a.md": "[b](b.md)", "c.md": "[b](b.md)"})
    edited = at("/guide/c/")
    edited.title = "Mine"
    edited.save_revision().publish()
    report = bring({"b.md": "x"})
    assert (report.made, report.pages_changed) == (1, ["/guide/a/"])
    assert met(report, Met.KEPT) == ["c.md:0"]
    assert 'linktype="page"' in texts(at("/guide/a/"))
    assert at("/guide/c/").title == "Mine"


def test_a_page_made_by_hand_is_left_alone(bring: Importer) -> None:
    guide = ContentPageFactory(title="By hand", slug="guide")
    ContentPageFactory(title="Mine", slug="a", parent=guide)
    report = bring({"index.md": "x", "a.md": "theirs", "b.md": "[a](a.md)"})
    assert sorted(met(report, Met.CLASH)) == ["a.md:0", "index.md:0"]
    assert (at("/guide/").title, at("/guide/a/").title) == ("By hand", "Mine")
    assert f'id="{at("/guide/a/").pk}"' in texts(at("/guide/b/"))


def test_files_that_are_gone_are_listed_and_their_pages_stay(
    bring: Importer, tmp_path: Path
) -> None:
    bring({"a.md": "x", "b.md": "y"})
    (tmp_path / "tree/a.md").unlink()
    report = bring({})
    assert met(report, Met.VANISHED) == ["a.md:0"]
    assert at("/guide/a/").live


def test_a_file_that_an_editor_closed_is_not_brought_in_again(bring: Importer) -> None:
    files: dict[str, str | bytes] = {"a.md": "[Form](form.pdf)\n\n![P](p.png)", "form.pdf": PDF}
    files["p.png"] = picture()
    bring(files)
    closed = Collection.get_first_root_node().add_child(name="Closed")
    for file in (Document.objects.get(), Image.objects.get()):
        file.collection = closed
        file.save()
    assert bring(files).changed == 0
    assert (Document.objects.count(), Image.objects.count()) == (1, 1)


def test_old_addresses_lead_to_the_page(bring: Importer, staff_client: Client) -> None:
    bring({"a.md": page("x", redirect_from="[/old/, /b/, /news/]"), "b.md": "x"})
    ContentPageFactory(slug="news")
    for old in ("/guide/old/", "/old/"):
        response = staff_client.get(old)
        assert (response.status_code, response["Location"]) == (301, "/guide/a/")
    assert staff_client.get("/guide/b/").status_code == 200
    assert not Redirect.objects.filter(old_path="/guide/b").exists()


def test_a_stub_that_led_elsewhere_says_where_to_go(bring: Importer) -> None:
    bring(
        {
            "a.md": page("", redirect_to="/b/#part"),
            "b.md": "## Part\n\nx",
            "c.md": page("", redirect_to="https://example.org/"),
        }
    )
    assert f'<a linktype="page" id="{at("/guide/b/").pk}" fragment="part">' in texts(
        at("/guide/a/")
    )
    assert '<a href="https://example.org/">' in texts(at("/guide/c/"))


def test_a_dry_run_writes_nothing_and_says_the_same(bring: Importer, settings: Any) -> None:
    files: dict[str, str | bytes] = {
        "a/b.md": page("![x](x.png) [f](f.pdf), words", redirect_from="/old/", tags="t"),
        "a/x.png": picture(),
        "a/f.pdf": PDF,
    }
    pages, entries = Page.objects.count(), PageLogEntry.objects.count()
    dry = bring(files, at="/some/where/", dry_run=True)
    assert (Page.objects.count(), PageLogEntry.objects.count()) == (pages, entries)
    for model in (Image, Document, Redirect, Topic, ImportedPage, Revision):
        assert not model.objects.exists(), model
    assert not Path(settings.MEDIA_ROOT).exists()
    real = bring(files, at="/some/where/")
    for name in (
        "files",
        "made",
        "changed",
        "images",
        "documents",
        "redirects",
        "links_dead",
        "failed",
    ):
        assert getattr(dry, name) == getattr(real, name), name
    assert dry.made == 3
    assert dry.redirects == 2
    assert bring(files, at="/some/where/", dry_run=True).unchanged == 3


def test_the_log_and_the_history_say_who_did_it(bring: Importer, admin: Any) -> None:
    bring({"a.md": "x"}, user=admin)
    row = at("/guide/a/")
    assert row.latest_revision.user == admin
    actions = PageLogEntry.objects.filter(page=row, user=admin).values_list("action", flat=True)
    assert {"wagtail.create", "wagtail.publish"} <= set(actions)


def test_the_report_counts_and_groups(bring: Importer, tmp_path: Path) -> None:
    tree(tmp_path / "tree", {"a.md": "[x](gone.md) ![y](gone.png)"})
    out = command(
        tmp_path, "--at", "/guide/", "--as", "content", "--report", str(tmp_path / "r.json")
    )
    assert "1 files read: 2 pages made" in out
    assert "a.md:1  gone.md" in out
    data = json.loads((tmp_path / "r.json").read_text())
    assert data["counts"]["dead_link"] == 1
    assert {"kind", "file", "line", "message"} <= set(data["problems"][0])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--at", "/guide/", "--as", "content"], 0),
        (["--at", "/guide/", "--as", "content", "--strict"], 1),
        (["--at", "guide", "--as", "content"], 2),
        (["--at", "/a b/", "--as", "content"], 2),
        (["--at", "/../x/", "--as", "content"], 2),
        (["--at", "/guide/", "--as", "blog"], 2),
        (["--at", "/", "--as", "news"], 2),
        (["--as", "content"], 2),
    ],
)
def test_the_exit_code_says_how_it_went(
    home: Any, tmp_path: Path, arguments: list[str], code: int
) -> None:
    tree(tmp_path / "tree", {"a.md": "[x](gone.md)"})
    if not code:
        command(tmp_path, *arguments)
        return
    with pytest.raises(CommandError) as caught:
        command(tmp_path, *arguments)
    assert getattr(caught.value, "returncode", 2) == code or "argument" in str(caught.value)


def test_nothing_to_take_is_a_failure(home: Any, tmp_path: Path) -> None:
    tree(tmp_path / "tree", {"notes.txt": "x"})
    with pytest.raises(CommandError) as caught:
        command(tmp_path, "--at", "/guide/", "--as", "content")
    assert caught.value.returncode == 1
    assert not Page.objects.filter(slug="guide").exists()


def test_a_list_cannot_hang_below_a_page_that_holds_none(home: Any, tmp_path: Path) -> None:
    ContentPageFactory(slug="guide")
    tree(tmp_path / "tree", {"a.md": "x"})
    for place in ("/guide/", "/guide/news/"):
        with pytest.raises(CommandError) as caught:
            command(tmp_path, "--at", place, "--as", "news")
        assert caught.value.returncode == 2


def test_imported_pages_pass_the_editors_own_checks(bring: Importer, admin_client: Client) -> None:
    bring(
        {
            "a.md": "## H\n\n- a\n  - b\n\n![x](x.png)\n\n| A |\n| - |\n| 1 |\n\n> q",
            "x.png": picture(),
        }
    )
    row = at("/guide/a/")
    ContentPage._meta.get_field("body").stream_block.clean(row.body)
    assert admin_client.get(f"/admin/pages/{row.pk}/edit/").status_code == 200


def test_an_address_that_the_site_itself_answers_is_not_taken(bring: Importer) -> None:
    report = bring(
        {"people.md": page("x", title="People"), "pay/search.md": page("x", title="Search")}, at="/"
    )
    assert report.failed == 1
    said = " ".join(str(problem) for problem in report.problems)
    assert "The site itself uses the address /people/. Rename the file." in said
    assert at("/pay/search/").title == "Search"
