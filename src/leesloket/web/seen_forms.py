"""Forms that carry what their page showed: what somebody else saved meanwhile is told."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SeenForm(forms.Form):
    """A form about something that others change as well; `seen` is it as the page showed it.

    Each has a prefix: several stand on one page.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def show_again(self, seen: str) -> None:
        """Keep what was typed, and take as read what it is now."""
        self.data = {**dict(self.data.items()), self.add_prefix("seen"): seen}
        self.add_error(
            None,
            _(
                "Somebody else changed this while you were typing; beside it you read what. Nothing"
                " was overwritten. Keep it once more if yours is right."
            ),
        )
