"""What leaving, erasing and closing add to the CMS."""

from functools import partial

from wagtail import hooks

from people.cms.closing import keep_teams
from people.cms.urls import addresses
from people.cms.ways import WAYS, item_for

hooks.register("register_admin_urls", addresses)
hooks.register("before_delete_snippet", keep_teams)
for kind, ways in WAYS.items():
    for at in range(len(ways)):
        hooks.register("register_snippet_action_menu_item", partial(item_for, kind=kind, at=at))
