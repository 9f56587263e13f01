"""The form of a story in the CMS."""

from typing import Any

from core.forms import BasePageForm

#: What Wagtail's own fields are for, where a story needs it said.
SAID = {
    "go_live_at": "When the story comes out by itself. Under an embargo not before its end.",
    "expire_at": "When the story is taken down by itself. From then on it stands nowhere: not in lists, "
    "feeds, search, the bell or letters. Its address answers that there is no such page.",
}


class StoryForm(BasePageForm):
    """Says of the schedule what it does to a story."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in SAID.items():
            if name in self.fields:
                self.fields[name].help_text = words
