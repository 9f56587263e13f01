"""Bodies: drawn once, and each link right for whoever reads it."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Collection, CollectionViewRestriction, Page

from access.rules import forget, rules_for
from core import bodies
from core.blocks import BodyBlock
from tests.factories.blocks import DocumentFactory, ImageFactory, as_stream, every_block
from tests.factories.pages import ContentPageFactory, restrict, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(staff: Any) -> HttpRequest:
    """A request of a member of staff, as far as bodies look at it."""
    request = RequestFactory().get("/")
    request.user = staff
    return request


def page_link(page: Any, words: str = "the page", **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<a linktype="page" id="{page.pk}"{more}>{words}</a>'


def document_link(document: Any, words: str = "the form") -> str:
    return f'<a linktype="document" id="{document.pk}">{words}</a>'


def close_collection(name: str = "Closed") -> Collection:
    collection = Collection.get_first_root_node().add_child(name=name)
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set([Group.objects.create(name="Few")])
    return collection


class TestPageLinks:
    """A link to a page."""

    def test_it_leads_to_where_the_page_is(self, request_: HttpRequest) -> None:
        page = ContentPageFactory(slug="leave")
        assert bodies.resolve(page_link(page), request_) == '<a href="/leave/">the page</a>'

    def test_it_follows_a_move_at_once(self, request_: HttpRequest, home: Any) -> None:
        page, section = ContentPageFactory(slug="leave"), ContentPageFactory(slug="people")
        page.move(section, "last-child")
        assert 'href="/people/leave/"' in bodies.resolve(page_link(page), request_)

    def test_it_keeps_the_heading_it_points_at(self, request_: HttpRequest) -> None:
        link = page_link(ContentPageFactory(slug="leave"), fragment="carry-over")
        assert 'href="/leave/#carry-over"' in bodies.resolve(link, request_)

    def test_without_words_it_shows_the_title(self, request_: HttpRequest) -> None:
        page = ContentPageFactory(slug="leave", title="Leave & <sick> pay")
        expected = '<a href="/leave/">Leave &amp; &lt;sick&gt; pay</a>'
        assert bodies.resolve(page_link(page, " "), request_).replace("> ", ">") == expected

    @pytest.mark.parametrize("fate", ["restricted", "unpublished", "deleted", "never was"])
    def test_it_is_text_when_the_reader_may_not_follow_it(
        self, request_: HttpRequest, fate: str
    ) -> None:
        page = ContentPageFactory(title="Secret", slug="secret")
        link = page_link(page)
        if fate == "restricted":
            restrict(page, Group.objects.create(name="Few"))
        elif fate == "unpublished":
            page.unpublish()
        elif fate == "deleted":
            page.delete()
        else:
            link = link.replace(str(page.pk), "999999999")
        assert bodies.resolve(f"<p>See {link}.</p>", request_) == "<p>See the page.</p>"

    def test_those_who_may_see_a_restricted_page_get_the_link(
        self, request_: HttpRequest, staff: Any
    ) -> None:
        page, few = ContentPageFactory(slug="leave"), Group.objects.create(name="Few")
        restrict(page, few)
        staff.groups.add(few)
        forget(staff)
        assert 'href="/leave/"' in bodies.resolve(page_link(page), request_)

    def test_without_a_request_nobody_reads(self) -> None:
        assert bodies.resolve(page_link(ContentPageFactory()), None) == "the page"


class TestDocumentLinks:
    """A link to a file."""

    def test_it_tells_type_and_size(self, request_: HttpRequest) -> None:
        document = DocumentFactory()
        html = bodies.resolve(document_link(document), request_)
        facts = '<span class="file-facts">(PDF, 1.8 kB)</span>'
        assert html == f'<a href="{document.url}">the form {facts}</a>'

    def test_without_words_it_shows_the_title(self, request_: HttpRequest) -> None:
        html = bodies.resolve(document_link(DocumentFactory(title="A & B"), ""), request_)
        assert ">A &amp; B <span" in html

    def test_it_is_text_when_its_collection_is_closed(self, request_: HttpRequest) -> None:
        document = DocumentFactory(collection=close_collection())
        assert bodies.resolve(document_link(document), request_) == "the form"

    def test_in_a_list_of_documents_it_vanishes(self, request_: HttpRequest) -> None:
        document = DocumentFactory(title="Redundancies", collection=close_collection())
        value = {"documents": [{"document": document.pk, "title": "Plans"}]}
        stream = BodyBlock().to_python(as_stream({"documents": value}))
        assert bodies.resolve(stream.render_as_block(), request_).strip() == ""


class TestCards:
    """A card to a page."""

    @staticmethod
    def cards(*pages: Any) -> str:
        values = [{"page": page.pk, "title": "", "text": f"About {page.title}"} for page in pages]
        return BodyBlock().to_python(as_stream({"cards": {"cards": values}})).render_as_block()

    def test_it_vanishes_whole_for_those_who_may_not_see_the_page(
        self, request_: HttpRequest
    ) -> None:
        seen, hidden = ContentPageFactory(title="Seen"), ContentPageFactory(title="Quokka")
        restrict(hidden, Group.objects.create(name="Few"))
        html = bodies.resolve(self.cards(seen, hidden), request_)
        assert "Quokka" not in html
        assert len(BeautifulSoup(html, "html.parser").select("ul.cards > li.card > a[href]")) == 1

    def test_no_card_left_leaves_no_list(self, request_: HttpRequest) -> None:
        hidden = ContentPageFactory(live=False)
        assert "<ul" not in bodies.resolve(self.cards(hidden), request_)


class TestOtherMarkup:
    """What is no link of ours, and what was meant to break out."""

    @pytest.mark.parametrize(
        "html",
        [
            '<a href="https://example.org/?linktype=page&amp;id=3">elsewhere</a>',
            '<a href="mailto:people@example.org">write</a>',
            '<a href="tel:+442079460012">call</a>',
            '<a href="#linktype">here</a>',
            "<p>Type <code>&lt;a linktype=page&gt;</code></p>",
            "<abbr>a</abbr> <article>b</article> <!-- a remark -->",
        ],
    )
    def test_it_is_left_as_it_is(self, request_: HttpRequest, html: str) -> None:
        trigger = page_link(ContentPageFactory(slug="leave"), "x")
        assert bodies.resolve(html + trigger, request_) == f'{html}<a href="/leave/">x</a>'

    @pytest.mark.parametrize(
        ("attributes", "expected"),
        [
            ("linktype='page' id='{id}'", '<a href="/leave/">x</a>'),
            ("LINKTYPE=page ID={id}", '<a href="/leave/">x</a>'),
            ('linktype="page" id="{id}" onclick="alert(1)"', '<a href="/leave/">x</a>'),
            ('linktype="page" id="{id}" href="javascript:alert(1)"', '<a href="/leave/">x</a>'),
            (
                """linktype="page" id="{id}" class='"><script>'""",
                '<a class="&quot;&gt;&lt;script&gt;" href="/leave/">x</a>',
            ),
            (
                """linktype="page" id="{id}" fragment='"><script>'""",
                '<a href="/leave/#%22%3E%3Cscript%3E">x</a>',
            ),
            ('linktype="page" id="{id}" id="1"', '<a href="/leave/">x</a>'),
            ('linktype="page" id="²"', "x"),
            ('linktype="page" id="99999999999999999999"', "x"),
            ('linktype="page" id="-1"', "x"),
            ('linktype="page"', "x"),
            ("linktype", "x"),
            ('linktype="media" id="{id}"', "x"),
        ],
    )
    def test_hostile_attributes_stay_inside(
        self, request_: HttpRequest, attributes: str, expected: str
    ) -> None:
        page = ContentPageFactory(slug="leave")
        link = f"<a {attributes.format(id=page.pk)}>x</a>"
        assert bodies.resolve(link, request_) == expected

    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ('<a linktype="page" id="{id}">x', '<a href="/leave/">x</a>'),
            ('<a linktype="page" id="{id}">x</A >', '<a href="/leave/">x</a>'),
            ('<a linktype="page" id="{id}"><b>x</b></a>', '<a href="/leave/"><b>x</b></a>'),
            (
                '<a linktype="page" id="{id}">x<a linktype="page" id="{id}">y</a>',
                '<a href="/leave/">x</a><a href="/leave/">y</a>',
            ),
            ('<a linktype="page id="{id}">x</a>', "x"),
            ('x<a linktype="page"', "x"),
            ("<!--for:page:{id}-->x", "x"),
            ("<!--end:page:{id}-->x<!--for:", "x"),
        ],
    )
    def test_broken_markup_never_reaches_a_reader(
        self, request_: HttpRequest, html: str, expected: str
    ) -> None:
        page = ContentPageFactory(slug="leave")
        assert bodies.resolve(html.format(id=page.pk), request_) == expected


WORDS = st.text("abcdefgh &;.\n", max_size=12).map(lambda words: words.replace("&", "&amp;"))


def link_html(parts: tuple[str, int, str, str, bool]) -> str:
    kind, number, quote_mark, words, is_closed = parts
    end = "</a>" if is_closed else ""
    return f"<a linktype={quote_mark}{kind}{quote_mark} id={quote_mark}{number}{quote_mark}>{words}{end}"


LINKS = st.tuples(
    st.sampled_from(["page", "document", "media"]),
    st.integers(0, 10**12),
    st.sampled_from(['"', "'", ""]),
    WORDS,
    st.booleans(),
).map(link_html)
OTHERS = st.one_of(
    WORDS,
    st.sampled_from(
        [
            "<p>", "</p>", "</a>", "<a>", '<a href="/x">', "<b>", "</b>", "<!--for:page:3-->", "<!--end:page:3-->",
            "<!--for:document:", "<a linktype", '<a linktype="page', "<a\nLINKTYPE = 'page'\nid=1>",
        ]
    ),
)  # fmt: skip


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.one_of(LINKS, OTHERS), max_size=12).map("".join))
def test_no_placeholder_is_ever_left(request_: HttpRequest, html: str) -> None:
    done = bodies.resolve(html, request_)
    assert "linktype" not in done.lower()
    assert "<!--for:" not in done
    assert "<!--end:" not in done


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.one_of(LINKS.filter(lambda link: link.endswith("</a>")), WORDS), max_size=12))
def test_the_words_of_links_that_lead_nowhere_stay(request_: HttpRequest, parts: list[str]) -> None:
    html = "".join(part for part in parts if 'id="2"' not in part and "id='2'" not in part)
    html = re.sub(r"\bid=([\"']?)\d+", r"id=\g<1>0", html)
    done = bodies.resolve(html, request_)
    assert done == re.sub(r"<[^>]*>", "", html)


class TestCost:
    """Many links cost what one costs."""

    @pytest.mark.parametrize("number", [1, 60])
    def test_links_take_one_query_a_kind(
        self, request_: HttpRequest, staff: Any, number: int, django_assert_num_queries: Any
    ) -> None:
        pages = [ContentPageFactory() for _ in range(number)]
        documents = [DocumentFactory() for _ in range(number)]
        html = "".join(map(page_link, pages)) + "".join(map(document_link, documents))
        rules_for(staff)
        bodies.resolve(page_link(pages[0]), request_)  # knows the site's addresses from now on
        with django_assert_num_queries(2):
            done = bodies.resolve(html, request_)
        assert done.count("href=") == number * 2

    def test_without_links_nothing_is_asked(
        self, request_: HttpRequest, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(0):
            bodies.resolve("<p>Words</p>", request_)


class TestDrawing:
    """Drawn once a revision, and again when a file changes."""

    @staticmethod
    def published(**values: Any) -> Page:
        page = ContentPageFactory(**values)
        page.save_revision().publish()
        page.refresh_from_db()
        return page

    @staticmethod
    def fresh(staff: Any) -> HttpRequest:
        request = RequestFactory().get("/")
        request.user = staff
        return request

    def test_a_second_reader_costs_only_the_epoch(self, staff: Any, home: Any) -> None:
        values = every_block(home, ImageFactory(), DocumentFactory())
        page = self.published(body=as_stream(values))
        first = bodies.draw(page, "body", self.fresh(staff))
        page = page.specific_class.objects.get(pk=page.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert bodies.draw(page, "body", self.fresh(staff)) == first
        assert len(queries) == 1

    def test_a_new_revision_is_drawn_anew(self, staff: Any) -> None:
        page = self.published(body=[text("<p>old</p>")])
        bodies.draw(page, "body", self.fresh(staff))
        page.body = [("text", "<p>new</p>")]
        page.save_revision().publish()
        page = page.specific_class.objects.get(pk=page.pk)
        assert "new" in bodies.draw(page, "body", self.fresh(staff))

    def test_a_changed_image_is_seen_at_once(self, staff: Any) -> None:
        image = ImageFactory()
        picture = {"image": image.pk, "decorative": False, "alt_text": "A box"}
        page = self.published(body=[{"type": "image", "value": {"image": picture, "caption": ""}}])
        bodies.draw(page, "body", self.fresh(staff))
        image.credit = "Photograph: Joan"
        image.save()
        page = page.specific_class.objects.get(pk=page.pk)
        assert "Photograph: Joan" in bodies.draw(page, "body", self.fresh(staff))

    def test_a_replaced_document_is_seen_at_once(self, staff: Any) -> None:
        document = DocumentFactory()
        page = self.published(body=[text(f"<p>{document_link(document)}</p>")])
        html = bodies.draw(page, "body", self.fresh(staff))
        assert "1.8 kB" in bodies.resolve(html, self.fresh(staff))
        document.file = ContentFile(b"x" * 4096, "claim.docx")
        document._set_document_file_metadata()
        document.save()
        html = bodies.draw(page, "body", self.fresh(staff))
        assert "(DOCX, 4.0 kB)" in bodies.resolve(html, self.fresh(staff))

    def test_a_preview_is_always_drawn_anew(self, staff: Any) -> None:
        page = self.published(body=[text("<p>old</p>")])
        bodies.draw(page, "body", self.fresh(staff))
        page.body = [("text", "<p>being written</p>")]
        request = self.fresh(staff)
        request.is_preview = True
        assert "being written" in bodies.draw(page, "body", request)
        assert "being written" not in bodies.draw(
            page.specific_class.objects.get(pk=page.pk), "body", self.fresh(staff)
        )

    def test_a_film_site_let_in_later_is_seen(self, staff: Any, settings: Any) -> None:
        video = {"title": "Tour", "url": "https://vimeo.com/1", "transcript": ""}
        page = self.published(body=[{"type": "video", "value": video}])
        bodies._make_edition.cache_clear()
        assert "data-player" not in bodies.draw(page, "body", self.fresh(staff))
        settings.VIDEO_HOSTS = ["player.vimeo.com"]
        bodies._make_edition.cache_clear()  # as a restart does
        assert "data-player" in bodies.draw(page, "body", self.fresh(staff))
        bodies._make_edition.cache_clear()

    def test_the_editors_keys_are_left_out(self, staff: Any) -> None:
        page = self.published(body=[text('<p data-block-key="k1">one</p>')])
        assert "<p>one</p>" in bodies.draw(page, "body", self.fresh(staff))


def test_a_reader_of_a_page_gets_its_links(staff_client: Any, home: Any) -> None:
    target = ContentPageFactory(slug="leave")
    ContentPageFactory(slug="guide", body=[text(f"<p>{page_link(target)}</p>")])
    html = staff_client.get("/guide/").content.decode()
    assert '<a href="/leave/">the page</a>' in html
    assert "linktype" not in html
