"""What is said of walls and posts in more than one place."""

from wall.enums import WallKind
from wall.models import Wall

#: Who wrote what nobody is named for any more.
SOMEBODY = "a former member of staff"


def wall_in_words(wall: Wall) -> str:
    """Where something is posted, as it is said after "on"."""
    return "the wall of everybody" if wall.is_everybodys else f"the wall of {wall.name}"


def audience_in_words(wall: Wall) -> str:
    """Who will see what is posted on a wall, in a sentence."""
    if wall.is_everybodys:
        return "Everybody who works here will see this."
    if wall.is_closed:
        return f"Only members of {wall.name}, and of the teams in it, will see this."
    if wall.kind == WallKind.DEPARTMENT:
        return f"Everybody who may read the pages of {wall.name} will see this."
    return f"Everybody who works here can see this; it is meant for {wall.name}."
