"""Forms about the policy of a library."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from leesloket.branches.limits import BOUNDS, LEAVER_DAYS, LIMITS, Limits
from leesloket.branches.queries import Called
from leesloket.patrons.rules import SERIES_DIGITS, Series, cleaned_card_number
from leesloket.web.seen_forms import SeenForm
from leesloket.web.words import POLICY

_PERCENT = _("%(usual)s percent is usual. From %(lowest)s to %(highest)s percent.")
_CHILDREN = _("%(usual)s children is usual. From %(lowest)s to %(highest)s children.")


class LibraryForm(SeenForm[Called]):
    """What the library is called."""

    prefix = "library"
    about = Called
    name = forms.CharField(
        label=_("Name of the library"),
        help_text=_("It stands on every page and on new cards."),
        max_length=120,
    )
    place = forms.CharField(label=_("Place of the library"), max_length=80, required=False)


class LimitsForm(SeenForm[Limits]):
    """When a list is held."""

    prefix = "limits"
    about = Limits

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # what a form takes
        usual = Limits()
        for name in LIMITS:
            lowest, highest = BOUNDS[name]
            told = {"usual": getattr(usual, name), "lowest": lowest, "highest": highest}
            self.fields[name] = forms.IntegerField(
                label=str(POLICY[name]),
                help_text=(_PERCENT if name.endswith("_share") else _CHILDREN) % told,
                min_value=lowest,
                max_value=highest,
            )


class TermForm(SeenForm[int]):
    """After how many days a leaver is erased."""

    prefix = "term"
    about = int
    days = forms.IntegerField(
        label=_("Days after leaving"),
        help_text=_("From %(lowest)s to %(highest)s days.")
        % {"lowest": LEAVER_DAYS[0], "highest": LEAVER_DAYS[1]},
        min_value=LEAVER_DAYS[0],
        max_value=LEAVER_DAYS[1],
    )

    @override
    @classmethod
    def boxes(cls, now: int) -> dict[str, object]:
        return {"days": now}

    @override
    def typed(self) -> int:
        days: int = self.cleaned_data["days"]
        return days


class ScanForm(SeenForm[bool]):
    """Whether a file waits where there is no virus scanner."""

    prefix = "scan"
    about = bool
    required = forms.TypedChoiceField(
        label=_("What if the site has no virus scanner?"),
        choices=[
            ("no", _("Read the file all the same, and say at each list that it was not scanned")),
            ("yes", _("Let the file wait, unread, until there is a scanner")),
        ],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
    )

    @override
    @classmethod
    def boxes(cls, now: bool) -> dict[str, object]:
        return {"required": "yes" if now else "no"}

    @override
    def typed(self) -> bool:
        required: bool = self.cleaned_data["required"]
        return required


class SeriesForm(SeenForm[Series]):
    """Which numbers the library gives."""

    prefix = "cards"
    about = Series
    begins_with = forms.CharField(
        label=_("Every number begins with"),
        help_text=_("At most six letters or digits, or nothing."),
        max_length=6,
        required=False,
    )
    digits = forms.IntegerField(
        label=_("How many digits behind it"),
        help_text=_("From %(lowest)s to %(highest)s.")
        % {"lowest": SERIES_DIGITS[0], "highest": SERIES_DIGITS[1]},
        min_value=SERIES_DIGITS[0],
        max_value=SERIES_DIGITS[1],
    )
    first = forms.IntegerField(label=_("The first number"), min_value=1)
    last = forms.IntegerField(label=_("The last number"), min_value=1)

    @override
    @classmethod
    def boxes(cls, now: Series) -> dict[str, object]:
        return {
            "begins_with": now.prefix,
            "digits": now.digits,
            "first": now.first,
            "last": now.last,
        }

    @override
    def clean(self) -> dict[str, Any]:
        """Refuse a series that ends before it begins, or does not fit in its digits."""
        super().clean()
        typed = self.cleaned_data
        first, last, digits = (typed.get(name) for name in ("first", "last", "digits"))
        if first and last and last < first:
            self.add_error("last", _("This is lower than the first number."))
        if last and digits and last >= 10**digits:
            self.add_error("last", _("This number has more digits than that."))
        return typed

    @override
    def typed(self) -> Series:
        typed = self.cleaned_data
        return Series(
            cleaned_card_number(typed["begins_with"]),
            typed["digits"],
            typed["first"],
            typed["last"],
        )
