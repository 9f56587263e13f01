"""A small site with everything that can leak closed to the Board, and one person in each role.

Whatever is closed has the word Quokka in its title, and Wombat if it is news; all of it is found by the
word "secret". No address has these words, so an answer that repeats the address gives nothing away.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    Site,
    Workflow,
)

from accounts.models import User
from accounts.roles import PEOPLE_ADMIN, SITE_ADMIN, make_roles
from core.models import Document, Image, Topic
from departments.services import open_department
from news.roles import NEWS_TEAM
from search.models import BestBet, BetPhrase, JudgedQuery, Synonym
from tests.config.addresses import Address
from tests.factories.accounts import UserFactory
from tests.factories.blocks import DocumentFactory, ImageFactory
from tests.factories.branding import BrandFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    PolicyIndexPageFactory,
    PolicyPageFactory,
    restrict,
    text,
)
from tests.factories.people import (
    LanguageFactory,
    LocationFactory,
    PersonFactory,
    SkillFactory,
    TeamFactory,
    lead,
)

CANARY = "Quokka"
#: The same for a closed story, which whoever edits the news meets in the CMS.
NEWS_CANARY = "Wombat"
#: Who may see what is closed: the Board, and superusers. A site admin sees it in the CMS alone.
MAY_SEE = frozenset({"board", "superuser"})
PERSON_DOORS = ("people_leaving", "people_take_back", "people_rejoin", "people_erase")
TEAM_DOORS = ("people_close_team", "people_reopen_team")
MAY_EDIT = frozenset({"site admin", "superuser"})


def canaries(role: str, url: str) -> frozenset[str]:
    """What may not be in an answer to this role at this address."""
    in_cms = url.startswith("/admin/")
    if role in MAY_SEE or (in_cms and role in MAY_EDIT):
        return frozenset()
    return frozenset({CANARY} if in_cms and role == "comms" else {CANARY, NEWS_CANARY})


@dataclass
class Cast:
    """Who plays, and what is closed to most of them."""

    people: dict[str, User | None]
    page: Page
    open_page: Page
    department: Page
    document: Document
    image: Image
    collection: Collection
    ids: dict[str, dict[str, Any]]

    def address(self, address: Address) -> str:
        """An address of this pattern that leads to something closed, where the pattern leads to a thing."""
        namespace = address.name.partition(":")[0]
        values = {**self.ids[""], **self.ids.get(namespace, {}), **self.ids.get(address.name, {})}
        filled = address.shape % {name: values.get(name, 1) for name in address.names}
        return filled if address.names else address.example


def build() -> Cast:
    """Everything, in the database."""
    board = Group.objects.create(name="Board")
    harbour = open_department("Harbour").page
    estates = DepartmentPageFactory(title="Estates", slug="estates", show_in_menus=True)
    open_page = ContentPageFactory(parent=harbour, title="Tides", slug="tides")
    page = ContentPageFactory(
        parent=estates,
        title=f"{CANARY} secret plans",
        slug="plans",
        show_in_menus=True,
        keywords="harbour",
        body=[text(f"<p>{CANARY} harbour words</p>")],
    )
    page.save_revision(log_action=True).publish()
    page.save_revision(log_action=True)
    below = ContentPageFactory(parent=page, title=f"{CANARY} secret budget", slug="budget")
    news = NewsIndexPageFactory(title="News", slug="news", show_in_menus=True)
    policies = PolicyIndexPageFactory(title="Policies", slug="policies", show_in_menus=True)
    story = NewsPageFactory(
        parent=news, title=f"{NEWS_CANARY} secret story", slug="story", department=harbour
    )
    policy = PolicyPageFactory(
        parent=policies, title=f"{CANARY} secret policy", slug="policy", department=harbour
    )
    for one in (page, story, policy):
        restrict(one, board)
    open_page.body = [text(f'<p><a linktype="page" id="{page.pk}">Read on</a> about harbours</p>')]
    open_page.save_revision().publish()
    Redirect.objects.create(old_path="/bygone", redirect_page=page, site=Site.objects.get())
    collection = Collection.get_first_root_node().add_child(name=f"{CANARY} files")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set([board])
    document = DocumentFactory(title=f"{CANARY} secret minutes", collection=collection)
    image = ImageFactory(title=f"{CANARY} secret photograph", description="", collection=collection)
    rendition = image.get_rendition("width-100")
    topic, site, brand = Topic.objects.create(name="Boats"), Site.objects.get(), BrandFactory()
    people = _people(news, board)
    pilots = TeamFactory(name="Pilots", department=estates)
    own = lead(pilots, first_name="Sam", last_name="Okafor", user=people["staff"])
    leaver = PersonFactory(left_on=timezone.localdate())
    closed = TeamFactory(closed_on=timezone.localdate())
    registers = {
        "location": LocationFactory(name="Quay"),
        "skill": SkillFactory(name="Sailing"),
        "language": LanguageFactory(name="Welsh"),
    }
    desk = {
        "bestbet": _best_bet(page),
        "synonym": Synonym.objects.create(words="harbour, port"),
        "judgedquery": JudgedQuery.objects.create(query="harbour", answers="/estates/plans/"),
    }
    revision = page.revisions.order_by("pk").first()
    workflow = Workflow.objects.order_by("pk").first()
    page_ids = dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk", "object_id", "page"), page.pk)  # fmt: skip
    ids: dict[str, dict[str, Any]] = {
        "": {
            **page_ids,
            "destination_id": open_page.pk,
            "revision_id": revision.pk,
            "revision_id_a": revision.pk,
            "revision_id_b": "live",
            "pk": page.pk,
            "document_id": document.pk,
            "doc_id": document.pk,
            "image_id": image.pk,
            "collection_id": collection.pk,
            "redirect_id": Redirect.objects.get().pk,
            "content_type_app_name": "departments",
            "content_type_model_name": "contentpage",
            "app_label": "departments",
            "model_name": "contentpage",
            "app_name": "branding",
            "action_name": "approve",
            "filter_spec": "width-100",
            "action": "delete",
            "digest": "0123456789abcdef",
            "name": "getting-started",
            "uidb64": "MQ",
            "token": "set-password",
            "document_filename": document.filename,
            "path": rendition.file.name,
        },
        "wagtailadmin_api": {"action_name": "publish"},
        "wagtailadmin_api:documents:detail": {"pk": document.pk},
        "wagtailadmin_api:images:detail": {"pk": image.pk},
        "wagtailadmin_collections": {"pk": collection.pk},
        "wagtailadmin_workflows": {
            "pk": workflow.pk if workflow else 1,
            "app_label": "wagtailcore",
            "model_name": "groupapprovaltask",
        },
        "wagtail_bulk_action": {"app_label": "wagtailcore", "model_name": "page"},
        "wagtailadmin_tag_model_autocomplete": {"app_name": "core", "model_name": "topic"},
        "wagtailsettings": {"model_name": "brand", "pk": brand.pk},
        "wagtailsnippets_core_topic": {"pk": topic.pk},
        "wagtailsnippetchoosers_core_topic": {"pk": topic.pk},
        "wagtailsnippets_people_person": versions_of(own),
        "wagtailsnippets_people_team": versions_of(pilots),
        "wagtailsnippetchoosers_people_person": {"pk": own.pk},
        "wagtailsnippetchoosers_people_team": {"pk": pilots.pk},
        **{
            f"{door}_search_{name}": {"pk": kept.pk}
            for door in ("wagtailsnippets", "wagtailsnippetchoosers")
            for name, kept in desk.items()
        },
        "search_entry": {"source": "page", "number": page.pk},
        "wagtailsites": {"pk": site.pk},
        "wagtailusers_users": {"pk": people["board"].pk},  # type: ignore[union-attr]
        "wagtailusers_groups": {"pk": board.pk},
        "wagtaildocs_chooser": {"pk": document.pk},
        "wagtailimages_chooser": {"pk": image.pk},
        "wagtail_serve": {"_0": "estates/plans/"},
        "brand_logo": {"ending": "png"},
        "people": {"slug": own.slug, "section": "contact"},
        **{name: {"number": leaver.pk} for name in PERSON_DOORS},
        **{name: {"number": closed.pk} for name in TEAM_DOORS},
        **{
            f"people_{name}_modeladmin_{action}": {"instance_pk": entry.pk}
            for name, entry in registers.items()
            for action in ("edit", "delete", "history")
        },
        "people:team": {"slug": "pilots"},
        "people:branch": {"slug": "pilots"},
    }
    assert below.url_path == "/home/estates/plans/budget/"
    return Cast(people, page, open_page, harbour, document, image, collection, ids)


def _best_bet(page: Page) -> BestBet:
    """What an editor put first: something closed."""
    bet = BestBet(page=page, phrases=[BetPhrase(phrase="secret")])
    bet.save()
    return bet


def versions_of(thing: Any) -> dict[str, Any]:
    """The ids of a snippet and of a version of it."""
    number = thing.save_revision().pk
    return {"pk": thing.pk, "revision_id": number, "revision_id_a": number}


def _people(news: Page, board: Group) -> dict[str, User | None]:
    """One person in each role. `editor` and `publisher` have Harbour, which the closed page is not in."""
    make_roles()
    groups = {
        "staff": [],
        "editor": ["Harbour editors"],
        "publisher": ["Harbour publishers"],
        "comms": [NEWS_TEAM],
        "people admin": [PEOPLE_ADMIN],
        "site admin": [SITE_ADMIN],
        "board": [board.name],
    }
    people: dict[str, User | None] = {"stranger": None}
    for role, names in groups.items():
        person = people[role] = UserFactory(username=role.replace(" ", "-"))
        person.groups.set(Group.objects.filter(name__in=names))
    people["superuser"] = UserFactory(username="superuser", superuser=True)
    return people
