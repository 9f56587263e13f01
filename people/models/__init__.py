"""People, teams, who is in which, and the registers that they name."""

from people.models.addresses import FormerPersonAddress, FormerTeamAddress
from people.models.departures import Departure
from people.models.memberships import Membership
from people.models.person import Person, PersonLanguage, PersonSkill
from people.models.registers import Language, Location, Skill
from people.models.teams import Team

__all__ = [
    "Departure",
    "FormerPersonAddress",
    "FormerTeamAddress",
    "Language",
    "Location",
    "Membership",
    "Person",
    "PersonLanguage",
    "PersonSkill",
    "Skill",
    "Team",
]
