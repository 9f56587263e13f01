"""The models every app stands on, one idea a file."""

from core.models.bin import BinnedPage
from core.models.departments import DepartmentMixin, hide_closed_departments
from core.models.epoch import Epoch
from core.models.files import Document, Image, Rendition
from core.models.pages import BasePage
from core.models.topics import PageTopic, Topic, TopicsMixin

__all__ = [
    "BasePage",
    "BinnedPage",
    "DepartmentMixin",
    "Document",
    "Epoch",
    "Image",
    "PageTopic",
    "Rendition",
    "Topic",
    "TopicsMixin",
    "hide_closed_departments",
]
