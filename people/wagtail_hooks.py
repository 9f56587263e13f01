"""What people add to the CMS: the menu, and what is done to many at once."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup
from wagtail_modeladmin.options import modeladmin_register

from people.cms import hooks as doors
from people.viewsets.bulk import MarkAsLeaving, SetLocation, SetMainTeam
from people.viewsets.bulk_delete import DeleteUnused
from people.viewsets.people import PersonViewSet
from people.viewsets.registers import REGISTERS
from people.viewsets.teams import TeamViewSet

SUBMENU = "register_people_menu_item"


class PeopleGroup(SnippetViewSetGroup):
    """The menu of people, teams and registers, for whoever may change any of them."""

    items = (PersonViewSet, TeamViewSet)
    menu_label = "People"
    menu_name = "people"
    menu_icon = "group"
    menu_order = 420
    submenu_hook = SUBMENU


register_snippet(PeopleGroup)

for register in REGISTERS:
    modeladmin_register(register)
    hooks.register(SUBMENU, register().get_menu_item)

for action in (SetLocation, SetMainTeam, MarkAsLeaving):
    hooks.register("register_bulk_action", action)
# After Wagtail's of the same name, which it thereby replaces.
hooks.register("register_bulk_action", DeleteUnused, order=100)

__all__ = ["doors"]  # leaving, erasing and closing register their own
