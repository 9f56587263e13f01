"""The numbers by which search is measured, against sums done by hand."""

import math

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from access.rules import rules_for
from search.judged_files import Judged, of_lines, path_of
from search.judging import Answered, Judgement, judge, judge_stored, not_here, scores_of
from search.models import JudgedQuery
from search.readers import AnyPerson, request_of
from search.service import Tuning
from search.weights import Weighting
from tests.factories.pages import ContentPageFactory, restrict

LOG3 = math.log2(3)


def answered(*found: str, answers: tuple[str, ...] = ("a",), took: float = 1.0) -> Answered:
    return Answered(Judged("set", "query", answers), found, took)


@pytest.mark.parametrize(
    ("found", "rank"),
    [(("a", "b"), 1), (("b", "a"), 2), (("b", "c"), 0), ((), 0)],
)
def test_the_rank_is_that_of_the_first_answer(found: tuple[str, ...], rank: int) -> None:
    assert answered(*found).rank == rank


def test_any_of_several_answers_counts() -> None:
    assert answered("x", "b", "a", answers=("a", "b")).rank == 2


def test_scores_are_shares_of_all_queries() -> None:
    ranks = [
        answered("a"),
        answered("x", "x", "a"),
        answered(*["x"] * 9, "a"),
        answered("x"),
        answered(),
    ]
    scores = scores_of(ranks)
    assert (scores.n, scores.s1, scores.s3, scores.s10) == (5, 0.2, 0.4, 0.6)
    assert scores.mrr10 == pytest.approx((1 + 1 / 3 + 1 / 10) / 5)
    assert scores.zero == 1


@pytest.mark.parametrize(
    ("found", "share"),
    [
        (("a", "b"), 1.0),
        (("b", "a"), (2 + 3 / LOG3) / (3 + 2 / LOG3)),
        (("x", "a"), (3 / LOG3) / (3 + 2 / LOG3)),
        (("x",), 0.0),
    ],
)
def test_answers_in_order_of_merit_gain_more_than_in_another(
    found: tuple[str, ...], share: float
) -> None:
    assert answered(*found, answers=("a", "b")).ndcg == pytest.approx(share)


def test_ten_hits_can_be_perfect_however_many_answers_there_are() -> None:
    answers = tuple(f"a{number}" for number in range(30))
    assert answered(*answers[:10], answers=answers).ndcg == pytest.approx(1.0)


def test_percentiles_are_times_that_were_measured() -> None:
    scores = scores_of([answered("a", took=float(took)) for took in range(1, 101)])
    assert (scores.p50_ms, scores.p95_ms) == (50.0, 95.0)


def test_no_queries_score_nought() -> None:
    assert set(scores_of([]).as_json().values()) == {0}


def test_sets_are_counted_apart() -> None:
    one, two = Judged("one", "q", ("a",)), Judged("two", "q", ("a",))
    scores = Judgement([Answered(one, ("a",)), Answered(two, ("x",))]).by_set()
    assert (scores["one"].s1, scores["two"].s1) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("address", "at", "path"),
    [
        ("/leave/", "", "leave"),
        ("leave", "", "leave"),
        ("https://intranet.example/leave/?q=1#top", "", "leave"),
        ("/Leave/RFC-1/", "", "Leave/RFC-1"),
        ("/leave/", "/handbook/", "handbook/leave"),
        ("/", "/handbook/", "handbook"),
        ("/caf%C3%A9/", "", "café"),
        ("http://[broken", "", "http://[broken"),
    ],
)
def test_addresses_compare_as_paths(address: str, at: str, path: str) -> None:
    assert path_of(address, at) == path


def test_a_file_is_read_and_its_bad_lines_are_told_by_number() -> None:
    lines = ["# leave", "", "set\tannual leave\t/a/ /b/  /a/", "no tabs", "set\t\t/a/", "  \t "]
    file = of_lines(lines, "/at/")
    assert file.queries == [Judged("set", "annual leave", ("at/a", "at/b"))]
    assert list(file.problems) == [4, 5]


def test_search_is_asked_as_somebody_in_no_group(home: Page) -> None:
    ContentPageFactory(title="Tide tables", slug="tides")
    restrict(
        ContentPageFactory(title="Tide secrets", slug="secrets"),
        Group.objects.create(name="Harbour team"),
    )
    queries = [Judged("s", "tide tables", ("tides",)), Judged("s", "tide secrets", ("secrets",))]
    answers = judge(queries).answers
    assert [one.rank for one in answers] == [1, 0]
    assert all("secrets" not in one.found for one in answers)
    assert len(rules_for(AnyPerson())) == 1


def test_an_address_without_anything_is_told(home: Page) -> None:
    ContentPageFactory(title="Tide tables", slug="tides")
    restrict(
        ContentPageFactory(title="Tide secrets", slug="secrets"),
        Group.objects.create(name="Harbour team"),
    )
    assert not_here(request_of(), ["tides", "secrets", "nowhere"]) == ["secrets", "nowhere"]


def test_judged_queries_of_editors_are_asked_with_what_they_try(home: Page) -> None:
    ContentPageFactory(title="Anchors", slug="anchors")
    ContentPageFactory(title="Ropes", slug="ropes", keywords="anchors")
    JudgedQuery.objects.create(set_name="staff", query="anchors", answers="/ropes/\n")
    as_it_is = judge_stored()["staff"]
    tried = judge_stored(Tuning(weights=Weighting(title=0, headings=0, words=50)))["staff"]
    assert (as_it_is.n, as_it_is.mrr10) == (1, 0.5)
    assert tried.mrr10 == 1.0
