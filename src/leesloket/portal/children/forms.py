"""The forms that children fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class ActivationForm(forms.Form):
    """What stands on an activation card."""

    number = forms.CharField(
        label=_("Your card number"),
        max_length=24,
        widget=forms.TextInput(attrs={**_TYPED, "data-fragment-part": "0"}),
    )
    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        widget=forms.TextInput(attrs={**_TYPED, "data-fragment-part": "1"}),
    )


class PictureCodeForm(forms.Form):
    """What stands on a picture card."""

    code = forms.CharField(
        label=_("The code on your card"),
        max_length=30,
        widget=forms.TextInput(attrs={**_TYPED, "data-fragment-part": "0"}),
    )


class ChildPasswordForm(forms.Form):
    """A password that a child chooses, twice."""

    password = forms.CharField(
        label=_("Your new password"),
        help_text=_("At least 8 characters. Three words in a row are easy to remember."),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password once more"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        chosen = self.cleaned_data.get("password")
        if chosen is not None and again != chosen:
            raise forms.ValidationError(_("These two passwords differ. Type them once more."))
        return again
