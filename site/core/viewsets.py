"""What editors keep in the CMS besides pages and files."""

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from core.models import Topic


class TopicForm(WagtailAdminModelForm):
    """A topic's name, which no other topic has in whatever case."""

    def clean_name(self) -> str:
        """Refuse a name that is there already."""
        name = " ".join(self.cleaned_data["name"].split())
        twin = Topic.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).first()
        if twin:
            raise ValidationError(
                f"There is a topic “{twin.name}” already. Use it, or find another name."
            )
        return name


class TopicViewSet(SnippetViewSet):
    """The list of topics: each with the number of pages about it."""

    model = Topic
    icon = "tag"
    menu_label = "Topics"
    menu_name = "topics"
    menu_order = 410
    add_to_admin_menu = True
    copy_view_enabled = False
    search_fields = ["name"]
    ordering = ["name"]
    list_display = [
        "name",
        Column("pages", label="Pages", accessor="pages", sort_key="pages", width="15%"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel(
                "name",
                help_text="In a word or two, as people would say it: “Pay”, “Travel”, “Accessibility”. "
                "Changing it changes it on every page about it.",
            )
        ],
        base_form_class=TopicForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        """Every topic, with its number of pages."""
        return Topic.objects.annotate(pages=Count("page_topics"))
