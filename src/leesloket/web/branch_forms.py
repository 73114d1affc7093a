"""Forms about branches, for the administrator's screens and for the first setup."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from leesloket.branches.actions import BranchSettings
from leesloket.branches.duo import School, find_schools, read_schools
from leesloket.branches.founding import NewBranch
from leesloket.branches.queries import Described
from leesloket.branches.rules import FINAL_YEARS, cleaned_brin, is_brin6, usual_final_years
from leesloket.web.seen_forms import SeenForm
from leesloket.web.words import BRANCH_KINDS, YEAR_GROUPS

SHOWN_SCHOOLS = 100
"""More than this is no answer to a search; the page asks for another word."""


class SettingsForm(forms.Form):
    """What can be set of a branch."""

    contact_name = forms.CharField(
        label=_("Contact person at the school"), max_length=120, required=False
    )
    contact_email = forms.EmailField(label=_("Mail of that person"), required=False)
    contact_phone = forms.CharField(
        label=_("Telephone of that person"), max_length=20, required=False
    )
    helpdesk = forms.CharField(
        label=_("Helpdesk of the library"),
        help_text=_("A telephone number or mail address, for who cannot sign in."),
        max_length=200,
        required=False,
    )
    notice_email = forms.EmailField(
        label=_("Where the library gets its mail"),
        help_text=_("Here comes the mail that says that a list has been sent."),
        required=False,
    )
    brin6 = forms.CharField(
        label=_("BRIN with the number of the location"),
        help_text=_("Six characters, such as 05KO01. With it we recognise the school."),
        max_length=12,
        required=False,
    )
    final_year_groups = forms.MultipleChoiceField(
        label=_("After which year do pupils finish school?"),
        help_text=_("A leaver after such a year is ordinary; all others are looked at."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: object, years: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # what a form takes
        if years:
            choices = [(year, YEAR_GROUPS[year]) for year in years]
            self.fields["final_year_groups"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["final_year_groups"]

    def settings(self) -> BranchSettings:
        """What was typed, once the form is valid."""
        typed = {name: self.cleaned_data.get(name, "") for name in SettingsForm.base_fields}
        return BranchSettings(
            **{
                **typed,
                "brin6": cleaned_brin(typed["brin6"]),
                "final_year_groups": tuple(typed["final_year_groups"]),
            }
        )


class ChangedSettingsForm(SettingsForm, SeenForm[BranchSettings]):
    """The settings of a branch that is there."""

    about = BranchSettings

    @override
    def typed(self) -> BranchSettings:
        return self.settings()

    @override
    @classmethod
    def made_of(cls, told: Any) -> BranchSettings:
        return BranchSettings(**{**told, "final_year_groups": tuple(told["final_year_groups"])})

    def show_beside(self, now: BranchSettings) -> None:
        """Keep what was typed where it differs from what the page showed; else show what is now."""
        typed, seen = asdict(self.typed()), self.was_seen()
        shown = asdict(seen) if seen else {}
        self.show_again(now)
        self.data = {
            **self.data,
            **{
                name: getattr(now, name) if value == shown.get(name) else value
                for name, value in typed.items()
            },
        }


class _DescribedForm(forms.Form):
    """What a branch is called, where it is and what it is."""

    name = forms.CharField(label=_("Name of the branch"), max_length=120)
    place = forms.CharField(label=_("Place"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("What is it?"), choices=list(BRANCH_KINDS.items()))

    def described(self) -> Described:
        """What was typed, once the form is valid."""
        return Described(*(self.cleaned_data[name] for name in _DescribedForm.base_fields))


class DescribedForm(_DescribedForm, SeenForm[Described]):
    """Another name, place or kind for a branch that is there."""

    prefix = "branch"
    about = Described

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # what a form takes
        self.fields["name"].help_text = _(
            "In a list of several locations we know the rows of this branch by its name, or by its"
            " BRIN. So take the name that the school's own system has."
        )
        self.fields["kind"].help_text = _(
            "Of another kind of school the usual years become the final ones. A school becomes a"
            " public library, or the other way round, only while nothing hangs on it."
        )

    @override
    def typed(self) -> Described:
        return self.described()


class NewBranchForm(_DescribedForm, SettingsForm):
    """A branch that is added by hand."""

    field_order = ("name", "place", "kind", "brin6")

    def __init__(self, *args: object, **kwargs: object) -> None:
        years = [year for offered in FINAL_YEARS.values() for year in offered]
        super().__init__(*args, years=years, **kwargs)
        self.fields["final_year_groups"].help_text = _(
            "For a school. Choose nothing, and it is group 8; or year 4, 5 and 6."
        )

    @override
    def clean(self) -> None:
        """Refuse what does not fit this kind of branch; without a choice it is the usual one."""
        super().clean()
        kind, chosen = self.cleaned_data.get("kind", ""), self.cleaned_data.get("final_year_groups")
        if not chosen:
            self.cleaned_data["final_year_groups"] = usual_final_years(kind)
        elif not set(chosen) <= set(FINAL_YEARS.get(kind, ())):
            self.add_error("final_year_groups", _("This kind of branch does not have these years."))
        brin = self.cleaned_data.get("brin6", "")
        if brin and not is_brin6(cleaned_brin(brin)):
            self.add_error("brin6", _("This is no BRIN with a location, such as 05KO01."))

    def branch(self) -> NewBranch:
        """What was typed, once the form is valid."""
        return NewBranch(**asdict(self.described()), settings=self.settings())


class SchoolSearchForm(forms.Form):
    """DUO's list and what to look for in it."""

    file = forms.FileField(
        label=_("List of schools of DUO (.csv)"),
        help_text=_("Download it at onderwijsdata.duo.nl: addresses of all locations."),
    )
    words = forms.CharField(
        label=_("Which schools?"),
        help_text=_("A place, a name or a BRIN."),
        max_length=80,
    )

    def schools(self) -> tuple[School, ...]:
        """Those that were looked for; raises NotSchoolsError."""
        content: bytes = self.cleaned_data["file"].read()
        return find_schools(read_schools(content), self.cleaned_data["words"])


@dataclass(frozen=True, slots=True)
class FoundSchool:
    """A school in the list of what was found, with what somebody typed beside it."""

    school: School
    contact: str = field(default="", repr=False)
    ticked: bool = False


def found_in(schools: Iterable[School]) -> tuple[FoundSchool, ...]:
    """The schools as a list that nobody has typed in yet."""
    return tuple(FoundSchool(one) for one in schools)


def posted_schools(posted: QueryDict) -> tuple[FoundSchool, ...]:
    """The list as it was posted, so that nothing is lost when something does not fit."""
    ticked = set(posted.getlist("school"))
    brins = [name.removeprefix("name-") for name in posted if name.startswith("name-")]
    return tuple(
        FoundSchool(
            School(
                brin6=brin,
                name=posted.get(f"name-{brin}", ""),
                place=posted.get(f"place-{brin}", ""),
                municipality="",
                telephone=posted.get(f"telephone-{brin}", ""),
                kind=posted.get(f"kind-{brin}", ""),
            ),
            contact=posted.get(f"contact-{brin}", ""),
            ticked=brin in ticked,
        )
        for brin in brins
    )


def picked_branches(
    found: Iterable[FoundSchool], *, library: Mapping[str, str]
) -> tuple[tuple[NewBranch, ...], tuple[str, ...]]:
    """The ticked schools as branches, and the BRINs of those that do not fit.

    `library` holds what is the same for all of them: helpdesk and the library's mail.
    """
    forms_by_brin = {one.school.brin6: _form_of(one, library) for one in found if one.ticked}
    wrong = tuple(brin for brin, form in forms_by_brin.items() if not form.is_valid())
    if wrong:
        return (), wrong
    return tuple(form.branch() for form in forms_by_brin.values()), ()


def _form_of(one: FoundSchool, library: Mapping[str, str]) -> NewBranchForm:
    return NewBranchForm(
        {
            "name": one.school.name,
            "place": one.school.place,
            "kind": one.school.kind,
            "contact_name": one.contact,
            "contact_phone": one.school.telephone,
            "brin6": one.school.brin6,
            **library,
        }
    )


def shown(found: Iterable[FoundSchool], known: Container[str] = ()) -> dict[str, Any]:
    """What the list of found schools needs; those that are branches already cannot be ticked."""
    lines = list(found)
    return {
        "schools": lines[:SHOWN_SCHOOLS],
        "too_many": len(lines) > SHOWN_SCHOOLS,
        "known_brins": known,
        "school_kinds": [(kind, word) for kind, word in BRANCH_KINDS.items() if kind != "public"],
        "searched": True,
    }
