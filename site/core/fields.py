"""Fields that several page types share."""

from typing import Any

from wagtail.blocks import StreamBlock, StreamValue
from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField whose blocks stay out of migrations: a new block is not a schema change.

    Its blocks are drawn one after the other, without wrappers, so a list of cards can stand in a `ul`.
    """

    def __init__(self, block_types: Any = (), use_json_field: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        if isinstance(block_types, (list, tuple)):
            block_types = StreamBlock(block_types, template="components/blocks/body.html")
        super().__init__(block_types, use_json_field, **kwargs)

    def clean(self, value: StreamValue, model_instance: Any) -> StreamValue:
        """Give headings their anchors on pages that code makes too, which no form has cleaned."""
        cleaned = super().clean(value, model_instance)
        if settle := getattr(self.stream_block, "settle", None):
            settle(cleaned)
        return cleaned

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave the blocks out of what a migration remembers."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
