"""What the settings form shows of a brand: how it will be seen, and what was adjusted."""

from typing import Any

from wagtail.admin.panels import HelpPanel

from branding import explain
from branding.palette import DARK, DARK_TEXT, LIGHT, LIGHT_TEXT, derive


class SwatchesPanel(HelpPanel):
    """A brand's band, link, button and border in light and dark, with what was adjusted and why."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "branding/swatches.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one brand, drawn from the values that it has."""

        def get_context_data(self, parent_context: Any = None) -> Any:
            """Add the two schemes, each with its surfaces, and the sentences."""
            palette = derive(self.instance.colour, self.instance.accent)
            return super().get_context_data(parent_context) | {
                "brand_name": self.instance.name,
                "corners": self.instance.values.radius,
                "palette": palette,
                "schemes": [
                    ("Light", palette.light, LIGHT, LIGHT_TEXT["text"]),
                    ("Dark", palette.dark, DARK, DARK_TEXT["text"]),
                ],
                "sentences": explain.sentences(palette),
            }
