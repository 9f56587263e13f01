"""The screen “Search weights”: how much each reason to be found counts, tried out before it is saved."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from search.cms.permissions import demand, may_change_weights
from search.cms.trials import top_queries, try_out
from search.cms.trying import TRY
from search.models import Weights
from search.models.desk import LEAST_WEIGHT, MOST_WEIGHT
from search.service import Tuning
from search.weights import Weighting, of

RESET = "reset"
NAMES = ("title", "names", "words", "headings", "summary", "body", "recency", "popularity")


class WeightsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The weights, each with what it comes with."""

    class Meta:
        model = Weights
        fields = NAMES
        labels = {
            "names": "Name of a person",
            "words": "Other words for it, and links",
            "body": "Text",
            "recency": "Newness",
            "popularity": "Links from many pages",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            usual = getattr(Weighting(), name)
            field.help_text = f"{field.help_text} Corridor comes with {usual:g}."
            field.widget.attrs |= {"step": "0.1", "min": LEAST_WEIGHT, "max": MOST_WEIGHT}


@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: HttpRequest) -> HttpResponse:
    """Show the weights, try others, save them, or go back to what Corridor comes with."""
    demand(may_change_weights(request.user))
    stored = Weights.objects.order_by("pk").first()
    if RESET in request.POST:
        return _reset(request, stored)
    form = WeightsForm(request.POST or None, instance=stored or Weights())
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if TRY not in request.POST:
            return _save(request, form)
        tuning = Tuning(weights=of(form.instance))
        context["trial"] = try_out(request, top_queries(request.user), tuning)
    return render(
        request,
        "search/cms/weights.html",
        {
            **context,
            "header_title": "Search weights",
            "form": form,
            "is_own": stored is not None,
        },
    )


def _save(request: HttpRequest, form: WeightsForm) -> HttpResponse:
    changed = form.has_changed()
    saved = form.save()
    if changed:
        log(instance=saved, action="wagtail.edit", user=request.user)
    messages.success(request, "The weights are saved. Every search uses them from now on.")
    return redirect(reverse("search_weights"))


def _reset(request: HttpRequest, stored: Weights | None) -> HttpResponse:
    if stored is not None:
        log(instance=stored, action="wagtail.delete", user=request.user)
        Weights.objects.all().delete()
    messages.success(request, "The weights are again what Corridor comes with.")
    return redirect(reverse("search_weights"))
