"""Forms about the policy of a library."""

import json
from dataclasses import asdict, astuple
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


class LibraryForm(SeenForm):
    """What the library is called."""

    prefix = "library"
    name = forms.CharField(
        label=_("Name of the library"),
        help_text=_("It stands on every page and on new cards."),
        max_length=120,
    )
    place = forms.CharField(label=_("Place of the library"), max_length=80, required=False)

    @staticmethod
    def showing(called: Called) -> "LibraryForm":
        """The form as a page begins with."""
        return LibraryForm(initial={**asdict(called), "seen": told_called(called)})

    def called(self) -> Called:
        """What was typed, once the form is valid."""
        return Called(self.cleaned_data["name"], self.cleaned_data["place"])

    def seen_called(self) -> Called | None:
        """What the page showed; None for what no page showed."""
        try:
            name, place = json.loads(self.cleaned_data["seen"])
        except (ValueError, TypeError):
            return None
        return Called(name, place)


def told_called(called: Called) -> str:
    """Name and place as a form carries them."""
    return json.dumps(astuple(called))


class LimitsForm(SeenForm):
    """When a list is held."""

    prefix = "limits"

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

    @staticmethod
    def showing(limits: Limits) -> "LimitsForm":
        """The form as a page begins with."""
        begin = {name: getattr(limits, name) for name in LIMITS}
        return LimitsForm(initial={**begin, "seen": told_limits(limits)})

    def limits(self) -> Limits:
        """What was typed, once the form is valid."""
        return Limits(**{name: self.cleaned_data[name] for name in LIMITS})

    def seen_limits(self) -> Limits | None:
        """What the page showed; None for what no page showed."""
        numbers = _numbers(self.cleaned_data["seen"], count=len(LIMITS))
        return Limits(*numbers) if numbers else None


def told_limits(limits: Limits) -> str:
    """Limits as a form carries them."""
    return ",".join(map(str, astuple(limits)))


class TermForm(SeenForm):
    """After how many days a leaver is erased."""

    prefix = "term"
    days = forms.IntegerField(
        label=_("Days after leaving"),
        help_text=_("From %(lowest)s to %(highest)s days.")
        % {"lowest": LEAVER_DAYS[0], "highest": LEAVER_DAYS[1]},
        min_value=LEAVER_DAYS[0],
        max_value=LEAVER_DAYS[1],
    )

    @staticmethod
    def showing(days: int) -> "TermForm":
        """The form as a page begins with."""
        return TermForm(initial={"days": days, "seen": days})

    def seen_days(self) -> int | None:
        """What the page showed; None for what no page showed."""
        numbers = _numbers(self.cleaned_data["seen"], count=1)
        return numbers[0] if numbers else None


class ScanForm(SeenForm):
    """Whether a file waits where there is no virus scanner."""

    prefix = "scan"
    required = forms.TypedChoiceField(
        label=_("What if the site has no virus scanner?"),
        choices=[
            ("no", _("Read the file all the same, and say at each list that it was not scanned")),
            ("yes", _("Let the file wait, unread, until there is a scanner")),
        ],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
    )

    @staticmethod
    def showing(required: bool) -> "ScanForm":  # noqa: FBT001 - what is shown
        """The form as a page begins with."""
        told = told_scan(required)
        return ScanForm(initial={"required": told, "seen": told})

    def seen_required(self) -> bool | None:
        """What the page showed; None for what no page showed."""
        return {"yes": True, "no": False}.get(self.cleaned_data["seen"])


def told_scan(required: bool) -> str:  # noqa: FBT001 - what is carried
    """The choice as a form carries it."""
    return "yes" if required else "no"


class SeriesForm(SeenForm):
    """Which numbers the library gives."""

    prefix = "cards"
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

    @staticmethod
    def showing(series: Series) -> "SeriesForm":
        """The form as a page begins with."""
        return SeriesForm(
            initial={
                "begins_with": series.prefix,
                "digits": series.digits,
                "first": series.first,
                "last": series.last,
                "seen": told_series(series),
            }
        )

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

    def series(self) -> Series:
        """What was typed, once the form is valid."""
        typed = self.cleaned_data
        return Series(
            cleaned_card_number(typed["begins_with"]),
            typed["digits"],
            typed["first"],
            typed["last"],
        )

    def seen_series(self) -> Series | None:
        """What the page showed; None for what no page showed."""
        prefix, _, rest = self.cleaned_data["seen"].partition(",")
        numbers = _numbers(rest, count=3)
        return Series(prefix, *numbers) if numbers else None


def told_series(series: Series) -> str:
    """A series as a form carries it."""
    return ",".join(map(str, astuple(series)))


def _numbers(text: str, *, count: int) -> tuple[int, ...]:
    parts = text.split(",")
    if len(parts) != count or not all(one.isascii() and one.isdigit() for one in parts):
        return ()
    return tuple(map(int, parts))
