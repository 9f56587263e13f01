"""What search promises, whichever engine answers: one class of tests, run against each of them.

Everything goes in through the doors that editors use, and comes out through `search.service.search`.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from accounts.models import User
from core.models import Topic
from people.enums import PhoneAudience
from search.choice import choose
from search.models import Synonym
from search.query import Filters, parse
from search.readers import scope_of
from search.results import Results
from search.service import search
from search.words import folded_words
from tests.days import today, yesterday
from tests.factories.blocks import DocumentFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    PolicyPageFactory,
    restrict,
    text,
)
from tests.factories.people import PersonFactory, TeamFactory, member
from tests.search.engines import Engine

SCRIPT = "<script>alert(1)</script>"
#: What has broken some engine's query language, or some page.
ABSURD = [
    "", " ", "\t\n", "*", "***", "tide*", "!", "-", "-tide", "(", ")(", "()", '"', "'", "''", '""', '"unclosed', '" tide',
    "'tide", "tide'", "“tide", "AND", "OR", "NOT", "a AND", "AND OR NOT NEAR(", "NEAR(a b, 3)", "{title}:", "{title}: tide",
    "title:tide", "^tide", "tide^5", "tide~2", "tide + wind", "tide && wind || gale", "tide & | !", ":*", "a<->b", "a:b:c",
    "\\", "tide\\", "\\\\'", "%", "_", "%tide%", "$$", "[1 TO 5]", "{", "}", "_exists_:title", "/tide/", "<script>", "&amp;",
    "' OR 1=1 --", "'; DROP TABLE search_entry; --", "\x00", "ti\x00de", "\x1b[0m", "\u202etide\u202c", "x\u200dy", "\ufeff",
    "\ud800", "😀", "👩‍👩‍👧", "ﷺ", "ﬁ", "½", "²", "٣", "İstanbul", "ß", "é" * 300, "tide " * 2_000, "a " * 4_000,
    "x" * 10_000, "x" * 41, "1" * 50, "C++", "C#", ".NET", "A&E", "P45", "18F", "COVID-19", "e-mail", "9/11", "+44", "@", "#",
    "the of and", "the", "?", "why?", "日本語", "العربية", "Привет",
]  # fmt: skip


class EngineContract:
    """Inherit, and give an `engine` by a fixture."""

    # The door

    @pytest.fixture(autouse=True)
    def _begin(self, home: Page, staff: User, admin: User, engine: Engine) -> None:
        self.home, self.staff, self.admin = home, staff, admin
        self.engine, self.keep_up = engine.name, engine.keep_up

    def request(self, user: User | None = None) -> HttpRequest:
        request = RequestFactory().get("/search/")
        request.user = user or self.staff
        return request

    def ask(self, words: str, page: int = 1, user: User | None = None, **filters: Any) -> Results:
        self.keep_up()
        query = parse(words, Filters(**filters), page)
        return search(self.request(user), query, engine=self.engine)

    def titles(self, words: str, **more: Any) -> list[str]:
        return [hit.shown.title for hit in self.ask(words, **more).hits]

    def finds(self, words: str, title: str) -> bool:
        """Whether these words find this, and nothing before it."""
        return self.titles(words)[:1] == [title]

    def begun(self, typed: str, user: User | None = None) -> list[int]:
        """The things that a person may mean who has typed so much."""
        self.keep_up()
        words, scope = tuple(folded_words(typed)), scope_of(user or self.staff)
        return choose(self.engine).complete(words, scope, 10)

    def counts(self, facet: str, words: str, **filters: Any) -> dict[str, int]:
        values = self.ask(words, **filters).facets[facet]
        return {one.label: one.count for one in values}

    # What is found

    def test_it_is_this_engine_that_answers(self) -> None:
        ContentPageFactory(title="Quokka")
        found = self.ask("quokka")
        assert found.engine == self.engine
        assert not found.is_fallback

    def test_all_kinds_stand_in_one_list_by_how_well_they_fit(self) -> None:
        ContentPageFactory(title="Wharf repairs", body=[text("<p>A quokka was seen.</p>")])
        ContentPageFactory(title="Quokka guide")
        PolicyPageFactory(title="Quokka policy")
        NewsPageFactory(title="Quokka seen")
        DepartmentPageFactory(title="Quokka office")
        TeamFactory(name="Quokka team")
        PersonFactory(first_name="Quokka", last_name="Bay")
        DocumentFactory(title="Quokka form")
        found = self.ask("quokka")
        assert found.total == 8
        assert len({hit.entry.kind for hit in found.hits}) == 7
        order = [hit.shown.title for hit in found.hits]
        assert order.index("Quokka guide") < order.index("Wharf repairs")

    @pytest.mark.parametrize(
        ("written", "asked"),
        [
            ("Travel policies", "policy"), ("Travel policy", "policies"), ("Flooding", "floods"),
            ("Boats moored", "mooring"), ("Claim expenses", "claiming expense"),
            ("Café hours", "cafe"), ("Cafe hours", "café"), ("STRASSE", "straße"),
            ("Tide tables", "TIDE Tables"), ("Tide tables", "tables tide"), ("Harbour’s rules", "harbours rules"),
            ("Harbour's rules", "harbour"), ("Naïve Bayes", "naive"), ("İstanbul office", "istanbul"),
            ("The file", "file"), ("Łódź office", "lodz"), ("Łódź office", "Łódź"), ("Bjørnøya", "bjornoya"),
            ("O’Brien prize", "o'brien"), ("O'Brien prize", "obrien"), ("Don't panic", "don't panic"),
            ("Pay/leave", "leave"), ("and/or", "or"), ("Ask gov.example.org", "example"), ("Covid-19", "19"), ("a <b> c", "b"),
        ],
    )  # fmt: skip
    def test_words_are_found_in_other_forms(self, written: str, asked: str) -> None:
        ContentPageFactory(title="Bread")
        ContentPageFactory(title=written)
        assert self.titles(asked) == [written]

    @pytest.mark.parametrize(
        ("first", "last", "asked"),
        [
            ("Jörg", "Müller", "muller"), ("Jorg", "Muller", "Müller"), ("Bjørn", "Dahl", "Bjorn"),
            ("Bjorn", "Dahl", "Bjørn"), ("José", "Núñez", "jose nunez"), ("Łucja", "Król", "lucja krol"),
            ("Zoë", "O’Brien", "zoe o'brien"), ("Zoe", "O'Brien", "obrien"), ("Anne-Marie", "Lee", "anne marie"),
            ("Seán", "Ó Súilleabháin", "sean o suilleabhain"), ("Dvořák", "Æsop", "dvorak"),
        ],
    )  # fmt: skip
    def test_people_are_found_however_their_letters_are_typed(
        self, first: str, last: str, asked: str
    ) -> None:
        PersonFactory(first_name="Nobody", last_name="Else")
        PersonFactory(first_name=first, last_name=last)
        assert self.titles(asked) == [f"{first} {last}"]

    def test_a_title_of_words_that_say_nothing_is_found(self) -> None:
        ContentPageFactory(title="Bread")
        ContentPageFactory(title="Who does what")
        assert self.finds("who does what", "Who does what")

    def test_words_in_quotes_stand_in_that_order(self) -> None:
        ContentPageFactory(title="One", body=[text("<p>The harbour master signs.</p>")])
        ContentPageFactory(title="Two", body=[text("<p>The master of the harbour signs.</p>")])
        assert set(self.titles("harbour master")) == {"One", "Two"}
        assert self.titles('"harbour master"') == ["One"]
        assert self.titles("“harbour master” signs") == ["One"]
        assert self.titles('"master harbour"') == []
        assert set(self.titles('"harbour master')) == {"One", "Two"}

    @pytest.mark.parametrize(
        "asked",
        [
            "ann.lee@example.org", "ANN.LEE@EXAMPLE.ORG", "020 7946 0012", "02079460012", "+44 20 7946 0012",
            "+442079460012", "0044 20 7946 0012", "2079460012", "(020) 7946-0012", "+44 (0)20 7946 0012", "E-10427", "e10427",
            "email ann.lee@example.org"
        ],
    )  # fmt: skip
    def test_what_is_exact_leads_to_its_owner(self, asked: str) -> None:
        PersonFactory(first_name="Ann", last_name="Leeson", email="ann.leeson@example.org")
        PersonFactory(
            first_name="Ann", last_name="Lee", email="ann.lee@example.org", phone="020 7946 0012",
            employee_id="E-10427",
        )  # fmt: skip
        assert self.titles(asked)[:1] == ["Ann Lee"]

    def test_a_number_that_nobody_may_see_finds_nobody(self) -> None:
        PersonFactory(
            first_name="Ann",
            last_name="Lee",
            mobile="07700 900123",
            mobile_audience=PhoneAudience.TEAM,
        )
        assert self.titles("07700 900123") == []

    @pytest.mark.parametrize("name", ["P45", "18F", "COVID-19", "C++", "G7", "9/11", "A&E", "SC-2"])
    def test_names_that_are_no_words_are_found(self, name: str) -> None:
        ContentPageFactory(title="Bread")
        ContentPageFactory(title=f"{name} guidance")
        assert self.titles(name)[:1] == [f"{name} guidance"]

    @pytest.mark.parametrize(
        ("written", "asked"),
        [
            ("Apprenticeships", "aprenticeships"), ("Apprenticeships", "apprentceshps"),
            ("Harbour dues", "harbuor"), ("Harbour dues", "habour dues"), ("Harbour dues", "harbourr"),
            ("Maternity leave", "matternity leave"), ("Procurement", "procurment"),
        ],
    )  # fmt: skip
    def test_slips_in_words_are_forgiven(self, written: str, asked: str) -> None:
        ContentPageFactory(title="Bread and butter")
        ContentPageFactory(title=written)
        assert self.titles(asked) == [written]

    @pytest.mark.parametrize("asked", ["okafr", "okafer", "adaze okafor", "adaeze okaofr"])
    def test_slips_in_names_are_forgiven(self, asked: str) -> None:
        PersonFactory(first_name="Bo", last_name="Wu")
        PersonFactory(first_name="Adaeze", last_name="Okafor")
        assert self.titles(asked) == ["Adaeze Okafor"]

    def test_what_is_right_is_not_corrected(self) -> None:
        ContentPageFactory(title="Mooring")
        ContentPageFactory(title="Morning")
        assert self.titles("morning") == ["Morning"]

    @pytest.mark.parametrize(
        ("name", "asked"),
        [("Elizabeth", "liz"), ("Liz", "elizabeth"), ("Robert", "bob"), ("Bob", "robert"), ("William", "bill")],
    )  # fmt: skip
    def test_people_are_found_by_what_they_may_be_called(self, name: str, asked: str) -> None:
        PersonFactory(first_name="Priya", last_name="Warburton")
        PersonFactory(first_name=name, last_name="Warburton")
        assert self.titles(f"{asked} warburton")[:1] == [f"{name} Warburton"]
        assert self.titles(asked) == [f"{name} Warburton"]

    def test_a_nickname_is_looked_for_among_names_only(self) -> None:
        ContentPageFactory(title="The bill to pay")
        assert self.titles("william") == []

    def test_a_preferred_name_and_the_given_one_both_find(self) -> None:
        PersonFactory(first_name="Nguyet", last_name="Tran", preferred_name="Moon")
        assert self.titles("moon tran") == self.titles("nguyet tran") == ["Moon Tran"]

    def test_the_very_name_stands_before_one_like_it(self) -> None:
        PersonFactory(first_name="Elizabeth", last_name="Ward")
        PersonFactory(first_name="Liz", last_name="Ward")
        assert self.titles("liz ward") == ["Liz Ward", "Elizabeth Ward"]
        assert self.titles("elizabeth ward") == ["Elizabeth Ward", "Liz Ward"]

    def test_a_namesake_is_found_by_team_or_title(self) -> None:
        member(TeamFactory(name="Pilots"), first_name="Ann", last_name="Lee", job_title="Clerk")
        member(TeamFactory(name="Divers"), first_name="Ann", last_name="Lee", job_title="Officer")
        for asked, email in (("ann lee divers", 1), ("ann lee officer", 1), ("ann lee pilots", 0)):
            first = self.ask(asked).hits[0].shown.thing
            assert first.job_title == ("Clerk", "Officer")[email], asked

    def test_a_document_is_found_by_what_it_says(self) -> None:
        document = DocumentFactory(title="Form 7")
        document.text = "Report every quokka to the warden."
        document.save(update_fields=["text"])
        assert self.titles("quokka warden") == ["Form 7"]
        assert "<mark>quokka</mark>" in self.ask("quokka").hits[0].text

    def test_editors_keywords_find_and_are_not_shown(self) -> None:
        ContentPageFactory(title="Annual leave", keywords="quokka, days off")
        (hit,) = self.ask("quokka").hits
        assert hit.shown.title == "Annual leave"
        assert "quokka" not in f"{hit.title}{hit.text}"

    def test_the_texts_of_links_find_what_they_lead_to_and_are_not_shown(self) -> None:
        page = ContentPageFactory(title="Annual leave")
        link = f'<p>Ask for <a linktype="page" id="{page.pk}">quokka days</a>.</p>'
        ContentPageFactory(title="Noticeboard", body=[text(link)])
        hits = {hit.shown.title: hit for hit in self.ask("quokka").hits}
        assert set(hits) == {"Annual leave", "Noticeboard"}
        assert "quokka" not in f"{hits['Annual leave'].title}{hits['Annual leave'].text}"

    def test_the_titles_above_a_page_and_its_address_help_to_find_it(self) -> None:
        quay = ContentPageFactory(title="Quay rules", slug="quay-rules")
        ContentPageFactory(title="Fees", parent=quay)
        ContentPageFactory(title="Fees", parent=ContentPageFactory(title="Archive"))
        first = self.ask("quay fees").hits[0]
        assert first.shown.address.endswith("/quay-rules/fees/")

    def test_with_no_page_that_has_all_words_those_with_most_are_shown(self) -> None:
        ContentPageFactory(title="Quokka feeding times")
        ContentPageFactory(title="Bread")
        found = self.ask("quokka feeding zebra")
        assert [hit.shown.title for hit in found.hits] == ["Quokka feeding times"]
        assert found.is_relaxed

    # Synonyms and acronyms

    @pytest.mark.parametrize(
        ("words", "asked", "written"),
        [
            ("holiday, annual leave", "holiday", "Annual leave"),
            ("holiday, annual leave", "annual leave", "Holiday"),
            ("holiday, annual leave", "carry over annual leave", "Carry over holiday"),
            ("SCS, Senior Civil Service", "scs", "Senior Civil Service"),
            ("SCS, Senior Civil Service", "senior civil service", "SCS"),
            ("SCS, Senior Civil Service", "senior civil service pay", "SCS pay"),
            ("lorry, truck", "trucks", "Lorry"),
        ],
    )  # fmt: skip
    def test_synonyms_find_each_other(self, words: str, asked: str, written: str) -> None:
        Synonym.objects.create(words=words)
        ContentPageFactory(title="Bread")
        ContentPageFactory(title=written)
        assert self.titles(asked) == [written]

    def test_of_a_one_way_synonym_only_the_first_leads_to_the_others(self) -> None:
        Synonym.objects.create(words="laptop, equipment", is_one_way=True)
        for title in ("Laptop", "Equipment"):
            ContentPageFactory(title=title)
        assert self.titles("laptop") == ["Laptop", "Equipment"]
        assert self.titles("equipment") == ["Equipment"]

    def test_an_acronym_that_a_text_explains_is_known(self) -> None:
        explained = "<p>The Harbour Safety Board (HSB) meets in May.</p>"
        ContentPageFactory(title="Meetings", body=[text(explained)])
        ContentPageFactory(title="Harbour safety board minutes")
        ContentPageFactory(title="HSB members")
        assert set(self.titles("hsb")) == {
            "Meetings",
            "Harbour safety board minutes",
            "HSB members",
        }
        assert "HSB members" in self.titles("harbour safety board")

    def test_an_acronym_of_a_closed_page_is_not_known_to_others(self) -> None:
        explained = "<p>The Harbour Safety Board (HSB) meets in May.</p>"
        closed = ContentPageFactory(title="Meetings", body=[text(explained)])
        ContentPageFactory(title="Harbour safety board minutes")
        restrict(closed, Group.objects.create(name="Board"))
        assert self.titles("hsb") == []
        assert "Meetings" in self.titles("hsb", user=self.admin)

    # Order

    def test_of_two_stories_alike_the_newer_stands_first(self) -> None:
        news = NewsIndexPageFactory(title="News")
        days = {
            "a": today() - timedelta(days=900),
            "b": today(),
            "c": today() - timedelta(days=300),
        }
        for slug, day in days.items():
            NewsPageFactory(parent=news, title="Quokka seen", slug=slug, publication_date=day)
        assert [hit.shown.date for hit in self.ask("quokka").hits] == sorted(
            days.values(), reverse=True
        )

    def test_of_two_pages_alike_the_one_that_more_lead_to_stands_first(self) -> None:
        ContentPageFactory(title="Quokka", slug="a")
        wanted = ContentPageFactory(title="Quokka", slug="b")
        for _each in range(5):
            ContentPageFactory(body=[text(f'<p><a linktype="page" id="{wanted.pk}">here</a></p>')])
        assert self.ask("quokka").hits[0].entry.number == wanted.pk

    def test_over_all_pages_of_results_no_hit_is_lost_or_shown_twice(self) -> None:
        for number in range(23):
            ContentPageFactory(title="Quokka", slug=f"quokka-{number}")
        pages = [self.ask("quokka", page=number) for number in (1, 2, 3)]
        assert [len(page.hits) for page in pages] == [10, 10, 3]
        assert {page.total for page in pages} == {23}
        numbers = [hit.entry.pk for page in pages for hit in page.hits]
        assert len(set(numbers)) == 23
        again = [hit.entry.pk for page in (1, 2, 3) for hit in self.ask("quokka", page=page).hits]
        assert again == numbers
        assert self.ask("quokka", page=99).hits.number == 3

    def test_beyond_the_hundred_that_are_put_in_order_none_is_lost(self) -> None:
        for number in range(123):
            ContentPageFactory(title="Quokka", slug=f"quokka-{number}", parent=self.home)
        numbers = [
            hit.entry.pk for page in range(1, 14) for hit in self.ask("quokka", page=page).hits
        ]
        assert len(numbers) == len(set(numbers)) == 123

    # Facets

    def test_each_facet_is_counted_as_if_results_were_not_narrowed_by_it(self) -> None:
        harbours, ferries = (DepartmentPageFactory(title=name) for name in ("Harbours", "Ferries"))
        boats, tides = (Topic.objects.create(name=name) for name in ("Boats", "Tides"))
        news = NewsIndexPageFactory(title="News")
        story = NewsPageFactory(
            parent=news, title="Quokka one", department=harbours, publication_date="2024-03-01"
        )
        story.topics.add(boats, tides)
        story.save()
        other = NewsPageFactory(
            parent=news, title="Quokka two", department=ferries, publication_date="2025-03-01"
        )
        other.topics.add(tides)
        other.save()
        ContentPageFactory(parent=ferries, title="Quokka three")
        this_year = str(today().year)
        assert self.counts("kind", "quokka") == {"Pages": 1, "News": 2}
        assert self.counts("department", "quokka") == {"Ferries": 2, "Harbours": 1}
        assert self.counts("topic", "quokka") == {"Tides": 2, "Boats": 1}
        years = self.counts("year", "quokka")
        assert {year: n for year, n in years.items() if year != this_year} == {"2025": 1, "2024": 1}
        assert self.counts("kind", "quokka", kind="news") == {"Pages": 1, "News": 2}
        assert self.counts("department", "quokka", kind="news") == {"Ferries": 1, "Harbours": 1}
        assert self.counts("kind", "quokka", department=ferries.pk) == {"Pages": 1, "News": 1}
        assert self.counts("topic", "quokka", year=2024) == {"Boats": 1, "Tides": 1}
        assert self.counts("year", "quokka", topic=tides.pk, kind="news") == {"2025": 1, "2024": 1}
        assert self.titles("quokka", kind="news", department=ferries.pk) == ["Quokka two"]
        assert self.titles("quokka", topic=boats.pk) == ["Quokka one"]
        assert self.titles("quokka", year=2025) == ["Quokka two"]
        narrowed = self.ask("quokka", kind="news", topic=tides.pk, year=2024)
        assert narrowed.total == 1
        assert [one.value for one in narrowed.facets["kind"] if one.is_chosen] == ["news"]
        assert self.ask("quokka", topic=boats.pk, year=2025).total == 0

    def test_what_is_closed_is_in_no_list_and_in_no_count(self) -> None:
        closed = DepartmentPageFactory(title="Quokka closed")
        ContentPageFactory(title="Quokka open")
        ContentPageFactory(title="Quokka below", parent=closed)
        board = Group.objects.create(name="Board")
        restrict(closed, board)
        found = self.ask("quokka")
        assert [hit.shown.title for hit in found.hits] == ["Quokka open"]
        assert found.total == 1
        assert self.counts("kind", "quokka") == {"Pages": 1}
        assert self.counts("department", "quokka") == {}
        self.staff.groups.add(board)
        self.staff = User.objects.get(pk=self.staff.pk)
        assert self.ask("quokka").total == self.ask("quokka", user=self.admin).total == 3

    # What is there

    def test_what_is_no_longer_there_is_not_found(self) -> None:
        page = ContentPageFactory(title="Quokka page")
        expired = ContentPageFactory(title="Quokka expired")
        person = PersonFactory(first_name="Quokka", last_name="Bay")
        team = TeamFactory(name="Quokka team")
        document = DocumentFactory(title="Quokka form")
        assert self.ask("quokka").total == 5
        page.unpublish()
        expired.expire_at = timezone.now() - timedelta(seconds=1)
        expired.save()
        person.left_on = yesterday()
        person.save()
        team.closed_on = today()
        team.save()
        document.delete()
        assert self.titles("quokka") == []
        assert self.ask("quokka").total == 0
        assert self.counts("kind", "quokka") == {}
        assert self.begun("quok") == []

    def test_an_edited_draft_changes_nothing_until_it_is_published(self) -> None:
        page = ContentPageFactory(title="Quokka", slug="page")
        page.title = "Wombat"
        revision = page.save_revision()
        assert self.titles("quokka") == ["Quokka"]
        assert self.titles("wombat") == []
        revision.publish()
        assert self.titles("wombat") == ["Wombat"]
        assert self.titles("quokka") == []

    # Highlights

    def test_highlights_are_safe_to_print_and_mark_only_what_was_found(self) -> None:
        ContentPageFactory(
            title=f"{SCRIPT} Quokka & co",
            summary=f"A quokka {SCRIPT}",
            body=[text("<p>Quokkas &lt;script&gt;alert(2)&lt;/script&gt; “run” </p>")],
        )
        for asked in (
            "quokka",
            f"quokka {SCRIPT}",
            "alert quokka",
            "quokka </mark><script>",
            "mark quokka",
        ):
            (hit,) = self.ask(asked).hits
            shown = f"{hit.title} {hit.text}"
            assert "<mark>Quokka</mark>" in hit.title, asked
            assert "&amp; co" in hit.title
            assert set(re.findall(r"<[^>]*>", shown)) == {"<mark>", "</mark>"}, asked
            assert shown.count("<mark>") == shown.count("</mark>")
        marked = {word.lower() for word in re.findall("<mark>(.*?)</mark>", shown)}
        assert marked == {"quokka"}

    def test_a_highlight_shows_the_stretch_where_the_words_stand(self) -> None:
        filler = "Nothing to see here at all. " * 60
        ContentPageFactory(
            title="Long page", summary="Short.", body=[text(f"<p>{filler} The quokkas arrived. {filler}</p>")]
        )  # fmt: skip
        (hit,) = self.ask("quokka").hits
        assert "The <mark>quokkas</mark> arrived" in hit.text
        assert len(hit.text) < 400

    # Type-ahead

    def test_what_is_typed_is_completed_within_names_and_titles_alone(self) -> None:
        page = ContentPageFactory(title="Quokka feeding", body=[text("<p>Zebra crossing</p>")])
        person = PersonFactory(first_name="José", last_name="Quiroga", preferred_name="Pepe")
        ContentPageFactory(title="Bread", body=[text("<p>Quokka</p>")], keywords="quokka")
        numbers = dict(self._numbers())
        assert self.begun("quok") == [numbers["page", page.pk]]
        assert self.begun("quokka fee") == self.begun("feeding QUO") == [numbers["page", page.pk]]
        assert self.begun("jose q") == self.begun("pep") == [numbers["person", person.pk]]
        assert set(self.begun("qu")) == {numbers["page", page.pk], numbers["person", person.pk]}
        assert self.begun("zebr") == self.begun("okka") == self.begun("") == []

    def test_nothing_closed_is_offered_while_typing(self) -> None:
        closed = ContentPageFactory(title="Quokka closed")
        restrict(closed, Group.objects.create(name="Board"))
        assert self.begun("quok") == []
        assert len(self.begun("quok", user=self.admin)) == 1

    @staticmethod
    def _numbers() -> Any:
        from search.models import Entry

        rows = Entry.objects.values_list("source", "number", "pk")
        return [((source, number), pk) for source, number, pk in rows]

    # Anything

    @pytest.mark.parametrize("asked", ABSURD)
    def test_whatever_is_asked_is_answered(self, asked: str) -> None:
        ContentPageFactory(title="Tide tables")
        PersonFactory(first_name="Tide", last_name="Wind")
        self.check(asked)

    # Each engine has a class of its own, which runs this test for itself.
    @settings(
        max_examples=60,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.differing_executors,
        ],
    )
    @given(
        asked=st.one_of(
            st.text(max_size=60),
            st.lists(
                st.sampled_from(["tide", "wind", '"', "'", "AND", "NEAR(", "*", "liz", "scs", "é", "a" * 41, "(", ":"]),
                max_size=12,
            ).map(" ".join),
        ),
        page=st.integers(-1, 4),
    )  # fmt: skip
    def test_any_text_is_answered(self, asked: str, page: int) -> None:
        if not Synonym.objects.exists():
            Synonym.objects.create(words="scs, senior civil service, tide")
            ContentPageFactory(
                title="Tide and wind", body=[text("<p>Senior Civil Service (SCS)</p>")]
            )
            PersonFactory(first_name="Elizabeth", last_name="Wind")
        self.check(asked, page=page)

    def check(self, asked: str, page: int = 1) -> None:
        """Whatever is asked: an answer whose numbers go together, and that is safe to print."""
        found = self.ask(asked, page=page)
        assert found.total >= len(found.hits)
        if found.query.is_empty:
            assert found.total == 0
        kinds = [one.count for one in found.facets.get("kind", [])]
        assert sum(kinds) == found.total
        for facet in ("department", "topic", "year"):
            counts = [one.count for one in found.facets.get(facet, [])]
            assert all(0 < count <= found.total for count in counts)
        for hit in found.hits:
            assert set(re.findall(r"<[^>]*>", f"{hit.title}{hit.text}")) <= {"<mark>", "</mark>"}
        self.begun(asked)
