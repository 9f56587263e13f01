"""Forms with a second button: it shows what saving would change, and saves nothing. Works without JavaScript."""

from typing import Any

from django.http import HttpResponse

#: What the second button is called in what the form sends.
TRY = "try"


class TriesFirst:
    """For views that add or edit: what `trial` answers is shown above the form."""

    #: The frame that the form stands in, and what the second button says.
    frame = ""
    try_label = "Try it"

    def trial(self: Any, form: Any) -> dict[str, Any]:
        """What the template is told of a valid form."""
        raise NotImplementedError

    def form_valid(self: Any, form: Any) -> HttpResponse:
        """Show what it would change, if that was asked for; save it otherwise."""
        if TRY not in self.request.POST:
            saved: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            return saved
        self.form = form
        context = self.get_context_data(form=form, **self.trial(form), was_tried=True)
        shown: HttpResponse = self.render_to_response(context)
        return shown

    def get_context_data(self: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the second button needs."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"frame": self.frame, "try_label": self.try_label}
