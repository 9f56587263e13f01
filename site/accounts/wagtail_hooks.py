"""What accounts adds to the CMS, and puts in the place of its own."""

from wagtail import hooks

from accounts import locks
from accounts.bulk_actions import AssignRole, Delete, SetActiveState
from accounts.invitations import cms as invitations

for action in (AssignRole, Delete, SetActiveState):
    # After Wagtail's own of the same name, which it thereby replaces.
    hooks.register("register_bulk_action", action, order=100)

hooks.register("register_admin_urls", locks.addresses)
hooks.register("register_reports_menu_item", locks.menu_item)

hooks.register("register_admin_urls", invitations.addresses)
hooks.register("register_settings_menu_item", invitations.menu_item)
hooks.register("register_log_actions", invitations.log_actions, order=100)
