"""Marking somebody as leaving, taking that back, and letting them rejoin, in the CMS."""

from typing import Any

from django.utils.formats import date_format

from people.closing import is_last_superuser
from people.cms.forms import LeavingForm, NothingToAskForm, RejoinForm
from people.cms.frames import OneThingView
from people.models import Departure, Person
from people.permissions import CHANGE_PEOPLE
from people.services.leaving import mark_leaving, rejoin, take_back


class LeavingView(OneThingView):
    """The last day, and who takes over."""

    right = CHANGE_PEOPLE
    queryset = Person.objects.filter(erased_at__isnull=True)
    form_class = LeavingForm
    template_name = "people/cms/leaving.html"
    page_title = "Mark as leaving"
    header_icon = "logout"
    submit_label = "Save the last day"
    active_label = "Saving…"

    def get_initial(self) -> dict[str, Any]:
        """What is known already."""
        return {"left_on": self.thing.left_on, "successor": self.thing.successor_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether it can be taken back, and whether the account would stay on."""
        person = self.thing
        return super().get_context_data(**kwargs) | {
            "is_leaving": person.left_on is not None and not person.has_left,
            "stays_on": is_last_superuser(person.user),
        }

    def act(self, given: dict[str, Any]) -> str:
        """Mark them; at once, if the day is over."""
        on, successor = given["left_on"], given["successor"]
        self.remark(mark_leaving(self.thing, on=on, successor=successor, actor=self.request.user))
        verb = "has left" if self.thing.has_left else "leaves"
        return f"{self.thing} {verb}. The last day is {date_format(on, 'j F Y')}."


class TakeBackView(OneThingView):
    """Not leaving after all."""

    right = CHANGE_PEOPLE
    queryset = Person.objects.filter(erased_at__isnull=True, left_on__isnull=False)
    form_class = NothingToAskForm
    template_name = "people/cms/take_back.html"
    page_title = "Not leaving after all"
    header_icon = "resubmit"
    submit_label = "They stay"
    active_label = "Saving…"

    def act(self, given: dict[str, Any]) -> str:
        """Take the last day out."""
        take_back(self.thing, actor=self.request.user)
        return f"{self.thing} stays."


class RejoinView(OneThingView):
    """The first day back, and the team."""

    right = CHANGE_PEOPLE
    queryset = Person.objects.filter(erased_at__isnull=True)
    form_class = RejoinForm
    template_name = "people/cms/rejoin.html"
    page_title = "Rejoin"
    header_icon = "login"
    submit_label = "They are back"
    active_label = "Saving…"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the account that leaving switched off, with the groups that come back with it."""
        departure = Departure.objects.filter(person=self.thing).first()
        account = departure.closed_account if departure else None
        return super().get_context_data(**kwargs) | {
            "account": account,
            "groups": account.groups.order_by("name") if account else [],
        }

    def act(self, given: dict[str, Any]) -> str:
        """Take them back."""
        on, team = given["on"], given["team"]
        self.remark(rejoin(self.thing, on=on, team=team, actor=self.request.user))
        return f"{self.thing} is back."
