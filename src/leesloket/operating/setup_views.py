"""The first setup in the browser: only while there is no library, only with the server's code."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from leesloket.accounts import beginning
from leesloket.accounts.actions import OneTime
from leesloket.accounts.forms import LOGIN_ERRORS
from leesloket.branches.actions import BrinTakenError
from leesloket.branches.duo import NotSchoolsError
from leesloket.branches.founding import FieldUnfitError, NewBranch
from leesloket.server.setup_code import drop_code, is_the_code
from leesloket.web.branch_forms import (
    NewBranchForm,
    SchoolSearchForm,
    found_in,
    picked_branches,
    posted_schools,
    shown,
)


class BeginForm(forms.Form):
    """The code, the library and its first administrator."""

    code = forms.CharField(
        label=gettext_lazy("Setup code"),
        help_text=gettext_lazy("The server printed it when it started; `./run setup --code` too."),
        max_length=60,
    )
    library_name = forms.CharField(label=gettext_lazy("Name of the library"), max_length=120)
    library_place = forms.CharField(
        label=gettext_lazy("Place of the library"), max_length=80, required=False
    )
    display_name = forms.CharField(
        label=gettext_lazy("Name of the first administrator"), max_length=120
    )
    login = forms.CharField(
        label=gettext_lazy("Login name"),
        help_text=gettext_lazy("Small letters, for example p.lindhout"),
        max_length=60,
    )
    email = forms.EmailField(label=gettext_lazy("Mail of the administrator"), required=False)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not is_the_code(settings.DATA, code):
            raise forms.ValidationError(_("This is not the code that the server printed."))
        return code


class _FirstBranchForm(NewBranchForm):
    """A branch by hand; without a name there is none, when schools are ticked."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Make the first library; the answer shows the administrator's password, this once."""
    if not beginning.may_begin():
        raise Http404
    if request.method == "GET":
        return _page(request, BeginForm(), _FirstBranchForm())
    form, branch = BeginForm(request.POST), _FirstBranchForm(request.POST)
    search = SchoolSearchForm(request.POST, request.FILES)
    if "search" in request.POST:
        # Without the code the server reads nobody's file.
        form.is_valid()
        return _found(request, form, branch, search)
    if not (form.is_valid() & branch.is_valid()):
        return _again(request, form, branch)
    one_time = _begun(form, branch, request)
    if one_time is None:
        return _again(request, form, branch)
    drop_code(settings.DATA)
    shown_once = {"one_time": one_time, "login": form.cleaned_data["login"].strip().lower()}
    return render(request, "operating/begun.html", shown_once)


def _page(
    request: HttpRequest,
    form: forms.Form,
    branch: forms.Form,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {"form": form, "branch": branch, "search": SchoolSearchForm(), **more}
    return render(request, "operating/begin.html", context, status=status)


def _again(request: HttpRequest, form: forms.Form, branch: forms.Form) -> HttpResponse:
    """The page with what is wrong, and with the schools that were found and ticked."""
    schools = posted_schools(request.POST)
    return _page(request, form, branch, status=400, **(shown(schools) if schools else {}))


def _found(
    request: HttpRequest, form: BeginForm, branch: NewBranchForm, search: SchoolSearchForm
) -> HttpResponse:
    """The same page with the schools that were looked for, and all that was typed already."""
    if form.has_error("code") or not search.is_valid():
        return _page(request, form, branch, status=400, search=search)
    try:
        found = search.schools()
    except NotSchoolsError:
        search.add_error("file", _("This is not DUO's list of schools. It has BRIN, name, place."))
        return _page(request, form, branch, status=400, search=search)
    as_typed = BeginForm(initial=request.POST.dict())
    branch_as_typed = _FirstBranchForm(
        initial=request.POST.dict()
        | {"final_year_groups": request.POST.getlist("final_year_groups")}
    )
    return _page(request, as_typed, branch_as_typed, search=search, **shown(found_in(found)))


def _begun(form: BeginForm, branch: NewBranchForm, request: HttpRequest) -> OneTime | None:
    """Begin; None, with the reason at its field, when something does not fit."""
    branches = _branches(form, branch, request)
    if branches is None:
        return None
    typed = {name: form.cleaned_data[name] for name in BeginForm.base_fields if name != "code"}
    try:
        return beginning.begin(beginning.Beginning(**typed, branches=branches), now=timezone.now())
    except beginning.BegunAlreadyError:
        raise Http404 from None
    except beginning.NoBranchError:
        branch.add_error("name", _("Type a first branch, or tick schools."))
    except tuple(LOGIN_ERRORS) as error:
        form.add_error("login", str(LOGIN_ERRORS[type(error)]))
    except FieldUnfitError:
        # Every box has its own limit; only what was not typed in one comes here.
        form.add_error(None, _("Something is too long, or is no mail address."))
    except BrinTakenError:
        branch.add_error("brin6", _("Two branches have the same BRIN."))
    return None


def _branches(
    form: BeginForm, branch: NewBranchForm, request: HttpRequest
) -> tuple[NewBranch, ...] | None:
    library = {name: request.POST.get(name, "") for name in ("helpdesk", "notice_email")}
    ticked, wrong = picked_branches(posted_schools(request.POST), library=library)
    if wrong:
        said = _("Look at what you typed for: %(brins)s.")
        form.add_error(None, said % {"brins": ", ".join(wrong)})
        return None
    return (*([branch.branch()] if branch.cleaned_data["name"] else []), *ticked)
