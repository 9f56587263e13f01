"""Best bets, synonyms and judged queries in the CMS."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from search.cms import bets
from search.cms.trials import queries_with, try_out
from search.cms.trying import TriesFirst
from search.judged_files import path_of
from search.judging import DEPTH
from search.models import BestBet, BetPhrase, BetState, JudgedQuery, Synonym
from search.plan import synonyms_of
from search.query import parse
from search.service import Tuning, search

CREATE, EDIT = "wagtailsnippets/snippets/create.html", "wagtailsnippets/snippets/edit.html"
#: How many synonyms a search looks at, at most.
MOST_SYNONYMS = 2_000
MOST_ANSWERS = 2
SUBMENU = "register_search_menu_item"


def way_of(synonym: Synonym) -> str:
    """Which of the words finds which."""
    return "The first finds the others" if synonym.is_one_way else "Each finds the others"


def answers_of(judged: JudgedQuery) -> str:
    """The first two answers, and how many more there are."""
    lines = judged.answers.split()
    more = f" and {len(lines) - MOST_ANSWERS} more" if len(lines) > MOST_ANSWERS else ""
    return ", ".join(lines[:MOST_ANSWERS]) + more


class NoChooser(SnippetChooserViewSet):
    """No door to choose one by: nothing asks for it, and Wagtail would open its lists to every editor."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """None."""
        return []


class DeskViewSet(SnippetViewSet):
    """A list of the desk: nothing of it is chosen or copied, and it is searched in the database itself."""

    copy_view_enabled = False
    chooser_viewset_class = NoChooser
    search_backend_name = None


class BestBetFilterSet(WagtailFilterSet):
    """Best bets by whether they hold."""

    state = django_filters.ChoiceFilter(
        label="State", choices=BetState.choices, empty_label="All", method="in_state"
    )

    class Meta:
        model = BestBet
        fields = ("state",)

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        """Those in one state."""
        chosen = {BetState.ON: "on", BetState.PLANNED: "planned", BetState.ENDED: "ended"}
        return getattr(queryset, chosen[BetState(value)])()


class BestBetIndexView(IndexView):
    """The list of best bets."""

    def get_base_queryset(self) -> QuerySet[BestBet]:
        """All, with what the columns say of them."""
        found: QuerySet[BestBet] = BestBet.objects.select_related("page", "document", "person")
        return found.prefetch_related("phrases")

    def search_queryset(self, queryset: Any) -> Any:
        """Those with the typed words among theirs."""
        words = self.search_query
        return queryset.filter(phrases__phrase__icontains=words).distinct() if words else queryset

    def _get_title_column(self, *args: Any, **kwargs: Any) -> TitleColumn:
        column = super()._get_title_column(*args, **kwargs)
        column.label, column.width = "Searched words", "35%"
        return column


class TriesBestBet(TriesFirst):
    """Shows what staff will find for its words."""

    def trial(self: Any, form: Any) -> dict[str, Any]:
        """The first hits of each of its phrases, and who gets it."""
        rows = [row.cleaned_data for row in form.formsets["phrases"].forms]
        phrases = [row["phrase"] for row in rows if row.get("phrase") and not row.get("DELETE")]
        previews, more = bets.preview(self.request, form.instance, phrases)
        return {
            "previews": previews,
            "more": more,
            "who": bets.who_gets(form.instance),
            "state": bets.state_of(form.instance),
        }


class BestBetCreateView(TriesBestBet, CreateView):
    """The form of a new best bet; `?phrase=` gives its first words."""

    frame = CREATE

    def get_initial_form_instance(self) -> BestBet:
        """With the words that the address gives."""
        phrase = self.request.GET.get("phrase", "").strip()[:120]
        return BestBet(phrases=[BetPhrase(phrase=phrase)] if phrase else [])


class BestBetEditView(TriesBestBet, EditView):
    """The form of a best bet."""

    frame = EDIT


class BestBetViewSet(DeskViewSet):
    """Best bets."""

    model = BestBet
    icon = "pick"
    menu_label = "Best bets"
    menu_name = "best-bets"
    search_fields = ["title"]
    ordering = ["order", "pk"]
    filterset_class = BestBetFilterSet
    index_view_class = BestBetIndexView
    create_template_name = edit_template_name = "search/cms/best_bet.html"
    add_view_class = BestBetCreateView
    edit_view_class = BestBetEditView
    list_display = [
        "said",
        Column("target", label="Leads to", accessor=bets.target_of),
        Column("state", label="State", accessor=bets.state_of, width="20%"),
        Column("order", label="Order", sort_key="order", width="8%"),
    ]
    edit_handler = ObjectList(BestBet.panels)


class TriesSynonym(TriesFirst):
    """Shows what it does to real queries and to the score."""

    try_label = "Show what it changes"

    def trial(self: Any, form: Any) -> dict[str, Any]:
        """Real queries with its words, asked with it and without."""
        others = Synonym.objects.exclude(pk=form.instance.pk)[:MOST_SYNONYMS]
        tuning = Tuning(synonyms=synonyms_of([form.instance, *others]))
        phrases = [*form.instance.phrases, *_phrases_before(form.instance)]
        return {"trial": try_out(self.request, queries_with(self.request.user, phrases), tuning)}


class SynonymCreateView(TriesSynonym, CreateView):
    """The form of new synonyms; `?words=` gives the first of them."""

    frame = CREATE

    def get_initial_form_instance(self) -> Synonym:
        """With the words that the address gives."""
        return Synonym(words=self.request.GET.get("words", "").strip()[:500])


class SynonymEditView(TriesSynonym, EditView):
    """The form of synonyms."""

    frame = EDIT


class SynonymViewSet(DeskViewSet):
    """Synonyms and acronyms."""

    model = Synonym
    icon = "openquote"
    menu_label = "Synonyms"
    menu_name = "synonyms"
    search_fields = ["words", "note"]
    ordering = ["words"]
    create_template_name = edit_template_name = "search/cms/synonym.html"
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    list_filter = ["is_one_way"]
    list_display = [
        "words",
        Column("way", label="Which finds which", accessor=way_of, width="25%"),
        Column("note", label="Why it is here", width="30%"),
    ]
    edit_handler = ObjectList(Synonym.panels)


class TriesJudgedQuery(TriesFirst):
    """Shows what the query finds now, its answers marked."""

    try_label = "Show what it finds now"

    def trial(self: Any, form: Any) -> dict[str, Any]:
        """Its first ten hits."""
        answers = {path_of(line) for line in form.instance.answers.split()}
        results = search(self.request, parse(form.instance.query))
        hits = [(hit, path_of(hit.url) in answers) for hit in list(results.hits)[:DEPTH]]
        rank = next((at for at, (_hit, is_one) in enumerate(hits, start=1) if is_one), 0)
        return {"hits": hits, "rank": rank, "total": results.total}


class JudgedQueryCreateView(TriesJudgedQuery, CreateView):
    """The form of a new judged query; `?query=` gives its words."""

    frame = CREATE

    def get_initial_form_instance(self) -> JudgedQuery:
        """With the words that the address gives."""
        return JudgedQuery(query=self.request.GET.get("query", "").strip()[:200])


class JudgedQueryEditView(TriesJudgedQuery, EditView):
    """The form of a judged query."""

    frame = EDIT


class JudgedQueryViewSet(DeskViewSet):
    """Judged queries."""

    model = JudgedQuery
    icon = "success"
    menu_label = "Judged queries"
    menu_name = "judged-queries"
    search_fields = ["query", "answers"]
    ordering = ["set_name", "query"]
    create_template_name = edit_template_name = "search/cms/judged_query.html"
    add_view_class = JudgedQueryCreateView
    edit_view_class = JudgedQueryEditView
    list_filter = ["set_name"]
    list_display = [
        "query",
        Column("answers", label="Ought to find", accessor=answers_of),
        Column("set_name", label="Set", sort_key="set_name", width="15%"),
    ]
    edit_handler = ObjectList(JudgedQuery.panels)


class SearchGroup(SnippetViewSetGroup):
    """The menu of the editors' desk, for whoever may do any of it."""

    items = (BestBetViewSet, SynonymViewSet, JudgedQueryViewSet)
    menu_label = "Search"
    menu_name = "search-desk"
    menu_icon = "search"
    menu_order = 430
    submenu_hook = SUBMENU


def _phrases_before(synonym: Synonym) -> list[tuple[str, ...]]:
    """The phrases as they are stored: a query that a change takes something from is worth seeing too."""
    stored = Synonym.objects.filter(pk=synonym.pk).first() if synonym.pk else None
    return stored.phrases if stored else []
