"""Children come in: with an activation card once, with a picture card, and to their own page.

Codes come by POST only.  On paper they stand behind the # of an address, which a browser keeps to
itself: no server, no proxy and no log sees them.
"""

from uuid import UUID

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from leesloket.accounts.doors import needs, viewer_in
from leesloket.children import entering
from leesloket.children.queries import NotAChildError, own_page
from leesloket.children.rules import PICTURES
from leesloket.portal.children import guessing
from leesloket.portal.children.forms import ActivationForm, ChildPasswordForm, PictureCodeForm
from leesloket.web import papers

_BACKEND = "leesloket.children.backends.CardBackend"
_ACTIVATION, _PICTURE = "activation_card", "picture_card"
"""Where a session remembers which card was shown, between two pages."""


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    """Show an activation card: type what stands on it, or scan it."""
    form = ActivationForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "activate", form)
    if guessing.too_many(request):
        return _wait(request, "activate", form)
    try:
        card = entering.find_activation(**form.cleaned_data, now=timezone.now())
    except entering.CardUnknownError:
        guessing.count(request)
        form.add_error(
            None,
            _(
                "We do not know this card number with this code. Look at both again. Does it still"
                " not work? Ask your teacher for a new card."
            ),
        )
        return _page(request, "activate", form)
    request.session.cycle_key()
    request.session[_ACTIVATION] = str(card)
    return redirect("portal:activate_password")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def activate_password(request: HttpRequest) -> HttpResponse:
    """Choose a password; then the card is used up, and the child is in."""
    now = timezone.now()
    try:
        card = _shown(request, _ACTIVATION)
        greeting = entering.greeting(card, now=now)
    except entering.CardUnknownError:
        return _again(request, _ACTIVATION, "portal:activate")
    form = ChildPasswordForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "activate_password", form, greeting=greeting)
    try:
        account = entering.activate(card, password=form.cleaned_data["password"], now=now)
    except entering.PasswordUnfitError as unfit:
        for sentence in unfit.sentences:
            form.add_error("password", sentence)
        return _page(request, "activate_password", form, greeting=greeting)
    except entering.CardUnknownError:
        return _again(request, _ACTIVATION, "portal:activate")
    del request.session[_ACTIVATION]
    login(request, account, backend=_BACKEND)
    return redirect("portal:mine")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def picture(request: HttpRequest) -> HttpResponse:
    """Show a picture card: scan it, or type its code."""
    form = PictureCodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "picture", form)
    if guessing.too_many(request):
        return _wait(request, "picture", form)
    try:
        card = entering.find_picture_card(code=form.cleaned_data["code"], now=timezone.now())
    except entering.CardUnknownError:
        guessing.count(request)
        form.add_error(
            None, _("This card does not work. Ask your teacher or the library for a new one.")
        )
        return _page(request, "picture", form)
    request.session.cycle_key()
    request.session[_PICTURE] = str(card)
    return redirect("portal:choose_picture")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def choose_picture(request: HttpRequest) -> HttpResponse:
    """Choose the own picture out of twelve."""
    pictures = [(one, papers.PICTURES[one]) for one in PICTURES]
    try:
        card = _shown(request, _PICTURE)
        if request.method != "POST":
            return render(request, "portal/children/choose_picture.html", {"pictures": pictures})
        chosen = request.POST.get("picture", "")
        came = entering.enter_by_picture(card, picture=chosen, now=timezone.now())
    except entering.CardUnknownError:
        return _again(request, _PICTURE, "portal:picture")
    if isinstance(came, entering.WrongPicture):
        told = {"pictures": pictures, "wrong": came}
        return render(request, "portal/children/choose_picture.html", told)
    del request.session[_PICTURE]
    login(request, came, backend=_BACKEND)
    return redirect("portal:mine")


@require_GET
@needs()
def mine(request: HttpRequest) -> HttpResponse:
    """My library: what a child sees of itself."""
    try:
        page = own_page(viewer_in(request), today=timezone.localdate())
    except NotAChildError:
        raise Http404 from None
    return render(request, "portal/children/mine.html", {"page": page})


def _page(
    request: HttpRequest,
    name: str,
    form: object,
    *,
    greeting: entering.Greeting | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {"form": form, "greeting": greeting}
    return render(request, f"portal/children/{name}.html", shown, status=status)


def _wait(request: HttpRequest, name: str, form: ActivationForm | PictureCodeForm) -> HttpResponse:
    form.add_error(None, _("Too many wrong codes. Wait ten minutes and try again."))
    return _page(request, name, form, status=429)


def _shown(request: HttpRequest, kind: str) -> UUID:
    """Which card this browser showed; raises CardUnknownError when it showed none."""
    try:
        return UUID(request.session.get(kind, ""))
    except ValueError:
        raise entering.CardUnknownError from None


def _again(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    request.session.pop(kind, None)
    return redirect(name)
