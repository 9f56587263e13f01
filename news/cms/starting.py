"""Starting a story from a template."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from news.cms.forms import StartForm
from news.models import StoryTemplate
from news.permissions import keeps_news, lists_to_add_to
from news.services import NotAllowedError, start_story


class StartView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Choose a template and a list; the draft then opens in the editor. `?list=` says which list is meant."""

    form_class = StartForm
    template_name = "news/cms/start.html"
    page_title = "Start a story from a template"
    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may add stories nowhere."""
        self.lists = lists_to_add_to(request.user).order_by("path")
        if not self.lists.exists():
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way here."""
        here = {"url": reverse("news_start"), "label": "Start from a template"}
        return [*super().get_breadcrumbs_items(), here]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The lists that the editor may add to, and the one that the address names."""
        named = self.request.GET.get("list", "")
        given = {"news": named} if named.isascii() and named.isdecimal() else {}
        return {**super().get_form_kwargs(), "lists": self.lists, "initial": given}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the CMS's frame for forms asks for, and whether there is anything to choose."""
        context = super().get_context_data(**kwargs)
        return context | {
            "action_url": reverse("news_start"),
            "submit_button_label": "Start the story",
            "submit_button_active_label": "Starting…",
            "media": context["form"].media,
            "has_templates": StoryTemplate.objects.exists(),
            "may_add_template": keeps_news(self.request.user),
        }

    def form_valid(self, form: StartForm) -> HttpResponse:
        """Write the draft, and open it."""
        template, news = form.cleaned_data["template"], form.cleaned_data["news"]
        user: Any = self.request.user
        try:
            story = start_story(template, news, user)
        except NotAllowedError as error:
            raise PermissionDenied(str(error)) from error
        messages.success(
            self.request,
            f"The draft starts as “{template.name}” says. Give it its own headline and address.",
        )
        return redirect("wagtailadmin_pages:edit", story.pk)
