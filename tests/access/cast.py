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
from core.notices import NoticeKind
from departments.services import open_department
from home.models import MyLink
from insights.reach.tokens import token_for
from news.roles import NEWS_TEAM
from search.models import BestBet, BetPhrase, JudgedQuery, Synonym
from tests.config.addresses import Address
from tests.factories.accounts import UserFactory
from tests.factories.blocks import DocumentFactory, ImageFactory
from tests.factories.branding import BrandFactory
from tests.factories.conversations import CommentFactory, ReactionFactory, ReportFactory
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.news import (
    AlertFactory,
    NewsSeriesFactory,
    PinnedStoryFactory,
    StoryTemplateFactory,
)
from tests.factories.notifications import FollowFactory, NotificationFactory, ThingFactory
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
from tests.factories.wall import PostFactory, department_wall, reply_to

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
    event = EventPageFactory(
        parent=EventIndexPageFactory(title="Events", slug="events"),
        title=f"{CANARY} secret meeting",
        slug="meeting",
        department=harbour,
    )
    reserve = DepartmentPageFactory(title=f"{CANARY} secret department", slug="reserve")
    for one in (page, story, policy, event, reserve):
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
    talk = _talk(people, story, reserve)
    desk_ids = _news_desk(story, harbour)
    told = _tell(people["staff"], page, event, talk["post"])
    link = MyLink.objects.create(user=people["staff"], page=page)
    for one in (story, policy, event):
        one.topics.add(topic)
        one.save()
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
        **{
            f"{door}_news_{name}": {"pk": kept.pk}
            for door in ("wagtailsnippets", "wagtailsnippetchoosers")
            for name, kept in desk_ids.items()
        },
        "search_entry": {"source": "page", "number": page.pk},
        "insights": {"token": token_for(story.pk, people["staff"])},
        "insights_reach_story": {"number": story.pk},
        "news": {"number": desk_ids["alert"].pk},
        "news_desk_order": {"department": harbour.pk},
        "news_desk_preview": {"department": harbour.pk},
        "wall": {"number": talk["post"].pk, "slug": talk["wall"].slug},
        "conversations": {"number": talk["comment"].pk, "target": "comment"},
        "conversations_moderate": {"kind": "comment", "number": talk["comment"].pk},
        "conversations:comment": {"target": "page", "number": story.pk},
        "conversations:close": {"target": "page", "number": story.pk},
        "notifications": {"number": told.pk},
        "notifications:follow": {"kind": "page", "number": page.pk},
        "events": {"number": event.pk},
        "home": {"number": link.pk, "slug": topic.slug},
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


def _talk(people: dict[str, User | None], story: Page, reserve: Page) -> dict[str, Any]:
    """What the Board says to each other: about a closed story, and on a closed department's wall."""
    author = people["board"]
    comment = CommentFactory(page=story, author=author, text=f"{NEWS_CANARY} secret comment")
    CommentFactory(page=story, author=author, text=f"{NEWS_CANARY} secret reply", parent=comment)
    wall = department_wall(reserve)
    post = PostFactory(wall=wall, author=author, text=f"{CANARY} secret message")
    answer = reply_to(post, author=author, text=f"{CANARY} secret answer")
    for said in (comment, post, answer):
        ReactionFactory(user=author, target=said.kind, number=said.pk)
        ReportFactory(said=said, reporter=author)
    return {"comment": comment, "wall": wall, "post": post}


def _news_desk(story: Page, department: Page) -> dict[str, Any]:
    """A closed story, first on the home page and in a department that all may see."""
    PinnedStoryFactory(story=story)
    PinnedStoryFactory(story=story, place=department)
    return {
        "alert": AlertFactory(title="High water"),
        "newsseries": NewsSeriesFactory(title="Tides"),
        "storytemplate": StoryTemplateFactory(),
    }


def _tell(user: User | None, page: Page, event: Page, post: Any) -> Any:
    """Somebody was told of all this, and follows it, before it was closed. The first notification."""
    for one in (page, event):
        FollowFactory(user=user, number=one.pk)
    things = [ThingFactory(page=page), ThingFactory(page=event)]
    things.append(ThingFactory(source=post.kind, number=post.pk, page=None))
    kinds = (NoticeKind.CHANGED, NoticeKind.EVENT, NoticeKind.MENTIONED)
    told = [
        NotificationFactory(user=user, thing=thing, kind=kind)
        for thing, kind in zip(things, kinds, strict=True)
    ]
    return told[0]


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
