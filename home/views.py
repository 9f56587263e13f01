"""One's own links: looked at, added to, put in order."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from access.querysets import readable_by
from home import services
from home.forms import AddressForm, NameForm
from home.models import MyLink

STEPS = {"up": -1, "down": 1}
ADDED, THERE = "Added to your links.", "It is among your links already."
REFUSED = 422
#: No id has so many digits.
TOO_LONG = 10


@require_safe
def my_links(request: HttpRequest) -> HttpResponse:
    """`/my-links/`: the reader's own links, each to be renamed, moved and removed."""
    return _show(request, AddressForm(request))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """`/my-links/add/`: a page by its id, from the page itself, or an address that is typed."""
    number = request.POST.get("page", "")
    if number:
        return _add_page(request, number)
    form = AddressForm(request, request.POST)
    if not form.is_valid():
        return _show(request, form, status=REFUSED)
    try:
        if form.page:
            new = services.add_page(request.user, form.page, form.cleaned_data["name"])
        else:
            new = services.add_address(request.user, **form.cleaned_data)
    except services.TooManyLinksError as error:
        form.add_error(None, error)
        return _show(request, form, status=REFUSED)
    messages.success(request, ADDED if new else THERE)
    return redirect("home:my_links")


@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """`/my-links/3/`: rename, move or remove one of the reader's links, by what `do` says."""
    wanted = request.POST.get("do", "")
    link = MyLink.objects.of(request.user).filter(pk=number).first()
    if link is None:
        if wanted == "remove":  # the form was sent twice
            return redirect("home:my_links")
        raise Http404
    if wanted == "remove":
        services.remove(request.user, number)
        messages.success(request, "The link is gone.")
    elif wanted in STEPS:
        services.move(request.user, number, STEPS[wanted])
    elif wanted == "rename":
        form = NameForm(request.POST)
        if form.is_valid():
            services.rename(link, form.cleaned_data["name"])
        else:
            messages.error(request, "A name has at most 80 characters.")
    return redirect(f"{reverse('home:my_links')}#link-{number}")


def _add_page(request: HttpRequest, number: str) -> HttpResponse:
    known = number.isascii() and number.isdecimal() and len(number) < TOO_LONG
    page = Page.objects.filter(pk=int(number)).first() if known else None
    if page is None:
        raise Http404
    try:
        new = services.add_page(request.user, page)
    except Page.DoesNotExist as error:
        raise Http404 from error
    except services.TooManyLinksError as error:
        messages.error(request, error.message)
        return redirect("home:my_links")
    messages.success(request, ADDED if new else THERE)
    return redirect(page.get_url(request) or "/")


def _show(request: HttpRequest, form: AddressForm, status: int = 200) -> HttpResponse:
    links = list(MyLink.objects.of(request.user))
    pages = readable_by(Page.objects.all(), request.user).in_bulk(
        [link.page_id for link in links if link.page_id]
    )
    for link in links:
        link.found = pages.get(link.page_id) if link.page_id else None
    context = {
        "links": links,
        "form": form,
        "most": services.MOST,
        "full": len(links) >= services.MOST,
    }
    return render(request, "home/my_links.html", context, status=status)
