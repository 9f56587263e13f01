"""Best bets, synonyms, judged queries and weights in the CMS, through the forms."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from insights.services import note_search
from search.models import BestBet, BetPhrase, BetState, JudgedQuery, Synonym, Weights
from search.query import parse
from search.readers import request_of
from search.service import search
from tests.factories.pages import ContentPageFactory, restrict
from tests.factories.people import PersonFactory
from tests.search.desk_people import client_of, search_editor

pytestmark = pytest.mark.django_db

NEW_BET = reverse("wagtailsnippets_search_bestbet:add")
NEW_SYNONYM = reverse("wagtailsnippets_search_synonym:add")
NEW_JUDGED = reverse("wagtailsnippets_search_judgedquery:add")
WEIGHTS = reverse("search_weights")


@pytest.fixture
def editor(home: Page) -> Client:
    """A browser of a search editor."""
    return client_of(search_editor())


def bet_form(*phrases: str, **fields: Any) -> dict[str, Any]:
    """What the form of a best bet sends."""
    values = {
        "page": "", "document": "", "person": "", "url": "", "title": "", "text": "",
        "starts_on": "", "ends_on": "", "order": "100", **fields,
    }  # fmt: skip
    rows = inline_formset([{"phrase": phrase} for phrase in phrases])
    return dict(nested_form_data({**values, "phrases": rows}))


def make_bet(*phrases: str, **fields: Any) -> BestBet:
    bet = BestBet(phrases=[BetPhrase(phrase=phrase) for phrase in phrases], **fields)
    bet.save()
    return bet


def errors(answer: Any) -> str:
    """The errors of a form that was sent back."""
    form = answer.context["form"]
    said = [str(form.errors)]
    said += [str(one.errors) for one in getattr(form, "formsets", {}).values()]
    return " ".join(said)


def test_a_search_editor_keeps_best_bets(editor: Client) -> None:
    page = ContentPageFactory(title="Annual leave")
    editor.post(NEW_BET, bet_form("Holiday", "Leave, annual", page=page.pk))
    bet = BestBet.objects.get()
    assert bet.page_id == page.pk
    assert [one.folded for one in bet.phrases.all()] == ["holiday", "annual leave"]
    listed = editor.get(reverse("wagtailsnippets_search_bestbet:list")).content.decode()
    assert "“Holiday, Leave, annual”" in listed or "Holiday, Leave, annual" in listed
    assert "Annual leave" in listed


def test_the_report_s_words_stand_in_a_new_form(editor: Client) -> None:
    assert (
        'value="maternity pay"' in editor.get(NEW_BET, {"phrase": "maternity pay"}).content.decode()
    )
    assert "maternity pay</textarea>" in editor.get(
        NEW_SYNONYM, {"words": "maternity pay"}
    ).content.decode().replace("\n", "")
    assert (
        'value="maternity pay"'
        in editor.get(NEW_JUDGED, {"query": "maternity pay"}).content.decode()
    )


@pytest.mark.parametrize(
    ("phrases", "fields", "said"),
    [
        (["leave"], {}, "Choose one target"),
        (["leave"], {"url": "https://example.org/"}, "Say what is at that address."),
        (["leave"], {"url": "https://example.org/", "title": "Leave", "starts_on": "2026-12-02", "ends_on": "2026-12-01"}, "The last day lies before the first."),
        (["***"], {"url": "https://example.org/", "title": "Leave"}, "Write words as staff type them"),
    ],
)  # fmt: skip
def test_a_best_bet_that_is_wrong_says_how_to_mend_it(
    phrases: list[str], fields: dict[str, str], said: str, editor: Client
) -> None:
    answer = editor.post(NEW_BET, bet_form(*phrases, **fields))
    assert said in errors(answer)
    assert not BestBet.objects.exists()


def test_best_bets_are_on_planned_or_ended(editor: Client) -> None:
    today = timezone.localdate()
    day = timedelta(days=1)
    kept = {
        "now": {"starts_on": today, "ends_on": today},
        "soon": {"starts_on": today + day},
        "over": {"ends_on": today - day},
    }
    for phrase, dates in kept.items():
        make_bet(phrase, url="https://example.org/", title="There", **dates)
    found = {
        state: [bet.said for bet in getattr(BestBet.objects, state)()]
        for state in ("on", "planned", "ended")
    }
    assert found == {"on": ["now"], "planned": ["soon"], "ended": ["over"]}
    assert [bet.state_on(today) for bet in BestBet.objects.order_by("pk")] == [
        BetState.ON, BetState.PLANNED, BetState.ENDED,
    ]  # fmt: skip
    listed = reverse("wagtailsnippets_search_bestbet:list")
    shown = editor.get(listed, {"state": "planned"}).content.decode()
    assert "Planned, from" in shown
    assert "Ended on" not in shown


def test_try_it_shows_the_bet_on_top_and_saves_nothing(editor: Client) -> None:
    page = ContentPageFactory(title="Annual leave")
    ContentPageFactory(title="Holiday homes")
    form = bet_form("holiday", page=page.pk) | {"try": "1"}
    answer = editor.post(NEW_BET, form)
    (preview,) = answer.context["previews"]
    assert preview.bet.title == "Annual leave"
    assert [line.title for line in preview.lines] == ["Holiday homes"]
    assert "Shown to anybody who is signed in" in " ".join(answer.content.decode().split())
    assert not BestBet.objects.exists()
    assert not ModelLogEntry.objects.filter(content_type__model="bestbet").exists()


def test_trying_a_bet_on_a_closed_page_says_who_gets_it(admin_client: Client, home: Page) -> None:
    page = ContentPageFactory(title="Pay deal")
    restrict(page, Group.objects.create(name="Board"))
    answer = admin_client.post(NEW_BET, bet_form("pay", page=page.pk) | {"try": "1"})
    assert "Shown to people in Board; others find what they find now." in " ".join(
        answer.content.decode().split()
    )


def test_a_best_bet_s_history_does_not_name_its_target(editor: Client) -> None:
    page = ContentPageFactory(title="Annual leave")
    editor.post(NEW_BET, bet_form("holiday", page=page.pk))
    assert [one.label for one in ModelLogEntry.objects.filter(content_type__model="bestbet")] == [
        "“holiday”"
    ]


def test_what_a_closed_best_bet_leads_to_is_not_named_to_those_who_may_not_see_it(
    editor: Client,
) -> None:
    page = ContentPageFactory(title="Quokka merger")
    bet = make_bet("merger", page=page)
    restrict(page, Group.objects.create(name="Board"))
    for url in (
        reverse("wagtailsnippets_search_bestbet:list"),
        reverse("wagtailsnippets_search_bestbet:edit", args=[bet.pk]),
        reverse("wagtailsnippets_search_bestbet:delete", args=[bet.pk]),
        reverse("wagtailsnippets_search_bestbet:history", args=[bet.pk]),
    ):
        assert "Quokka" not in editor.get(url).content.decode()
    form = bet_form("merger", page=page.pk) | {"try": "1"}
    answer = editor.post(NEW_BET, form)
    assert answer.context["who"] == "those who may see it"
    assert "Quokka" not in answer.content.decode()


def test_synonyms_show_what_they_change_before_they_are_saved(editor: Client) -> None:
    ContentPageFactory(title="Annual leave", slug="leave")
    ContentPageFactory(title="Holiday homes", slug="homes")
    JudgedQuery.objects.create(query="vacation", answers="/leave/")
    for _ in range(3):
        note_search("vacation days", 0, "", "sqlite")
    note_search("vacation of ann lee", 0, "", "sqlite")
    form = {"words": "annual leave, vacation", "note": ""}
    answer = editor.post(NEW_SYNONYM, form | {"try": "1"})
    trial = answer.context["trial"]
    assert [one.query for one in trial.queries] == ["vacation days", "vacation", "annual leave"]
    changed = trial.queries[1]
    assert changed.before == []
    assert [(line.title, line.moved) for line in changed.after] == [("Annual leave", "new here")]
    (score,) = trial.sets
    assert (score.name, score.before, score.after, score.verdict) == ("staff", 0, 1, "better")
    assert not Synonym.objects.exists()
    assert "What it changes" in answer.content.decode()
    assert "ann lee" not in answer.content.decode()
    editor.post(NEW_SYNONYM, form)
    assert Synonym.objects.get().words == "annual leave, vacation"


def test_a_preview_shows_only_what_the_editor_may_see(editor: Client) -> None:
    page = ContentPageFactory(title="Quokka leave", slug="leave")
    restrict(page, Group.objects.create(name="Board"))
    answer = editor.post(NEW_SYNONYM, {"words": "leave, vacation", "note": "", "try": "1"})
    assert [one.total_after for one in answer.context["trial"].queries] == [0, 0]
    assert "Quokka" not in answer.content.decode()


def test_one_word_alone_is_no_synonym(editor: Client) -> None:
    answer = editor.post(NEW_SYNONYM, {"words": "leave", "note": ""})
    assert "Give at least two, with a comma between" in errors(answer)


def test_judged_queries_keep_paths(editor: Client) -> None:
    page = ContentPageFactory(title="Annual leave", slug="leave")
    form = {"query": "annual leave", "set_name": "staff"}
    answer = editor.post(NEW_JUDGED, form | {"answers": "leave"})
    assert "“leave” is no address of this site" in errors(answer).replace("&quot;", '"')
    address = f"http://localhost{page.url}"
    answer = editor.post(NEW_JUDGED, form | {"answers": address, "try": "1"})
    assert answer.context["rank"] == 1
    editor.post(NEW_JUDGED, form | {"answers": f"{address}\n/leave/"})
    assert JudgedQuery.objects.get().answers == "/leave/"


def weights_form(**changed: str) -> dict[str, str]:
    usual = {
        "title": "4", "names": "6", "words": "3", "headings": "4", "summary": "1", "body": "1",
        "recency": "0.5", "popularity": "2",
    }  # fmt: skip
    return usual | changed


def test_weights_are_tried_saved_and_reset(editor: Client) -> None:
    ContentPageFactory(title="Leave")
    JudgedQuery.objects.create(query="leave", answers="/leave/")
    answer = editor.post(WEIGHTS, weights_form(title="0") | {"try": "1"})
    assert [one.query for one in answer.context["trial"].queries] == ["leave"]
    assert not Weights.objects.exists()
    editor.post(WEIGHTS, weights_form(title="0"))
    assert Weights.objects.get().title == 0
    parts = search(request_of(), parse("leave")).hits[0].parts
    assert "Words in the title" not in {part.label for part in parts}
    assert "wagtail.edit" in ModelLogEntry.objects.values_list("action", flat=True)
    editor.post(WEIGHTS, {"reset": "1"})
    assert not Weights.objects.exists()


@pytest.mark.parametrize("value", ["-1", "51", "x", "", "nan", "inf"])
def test_a_weight_lies_between_0_and_50(value: str, editor: Client) -> None:
    answer = editor.post(WEIGHTS, weights_form(title=value))
    assert "title" in answer.context["form"].errors
    assert not Weights.objects.exists()


def test_the_desk_is_for_search_editors(staff_client: Client, home: Page) -> None:
    person = PersonFactory()
    addresses = [
        NEW_BET, NEW_SYNONYM, NEW_JUDGED, WEIGHTS, reverse("search_why"),
        reverse("search_entry", args=["person", person.pk]), reverse("search_report_searched"),
        reverse("search_report_nothing"), reverse("search_report_unclicked"),
        reverse("search_report_comments"),
    ]  # fmt: skip
    other, with_it = search_editor("wim"), client_of(search_editor())
    other.groups.set(Group.objects.filter(name="People admin"))
    without = client_of(other)
    for url in addresses:
        assert staff_client.get(url).status_code == 302
        assert without.get(url).status_code == 302, url
        assert with_it.get(url).status_code == 200, url
