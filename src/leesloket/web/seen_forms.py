"""Forms that carry what their page showed: what somebody else saved meanwhile is told."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any, ClassVar, Generic, Self, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

T = TypeVar("T")


class SeenForm(forms.Form, Generic[T]):
    """A form about something that others change as well; `seen` is it as the page showed it.

    Each has a prefix: several stand on one page.
    """

    about: ClassVar[type[Any]]
    """What it is about: a dataclass, or one value."""
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def showing(cls, now: T) -> Self:
        """The form as a page begins with."""
        return cls(initial=cls.begin(now))

    @classmethod
    def begin(cls, now: T) -> dict[str, object]:
        """What stands in it when a page begins."""
        return {**cls.boxes(now), "seen": carried(now)}

    @classmethod
    def boxes(cls, now: T) -> Mapping[str, object]:
        """What stands in its boxes, by name."""
        return {one.name: getattr(now, one.name) for one in fields(cls.about)}

    def typed(self) -> T:
        """What was typed, once the form is valid: of each box by its name, as `boxes` filled it."""
        made: T = self.about(
            **{one.name: self.cleaned_data[one.name] for one in fields(self.about)}
        )
        return made

    def was_seen(self) -> T | None:
        """What the page showed; None for what no page showed."""
        try:
            return self.made_of(json.loads(self.cleaned_data["seen"]))
        except (ValueError, TypeError, KeyError):
            return None

    @classmethod
    def made_of(cls, told: Any) -> T | None:
        """What `carried` was given; None, or TypeError, for what it never gave."""
        if type(told) is not cls.about and not isinstance(told, dict):
            return None
        made: T = cls.about(**told) if isinstance(told, dict) else told
        return made

    def show_again(self, now: T) -> None:
        """Keep what was typed, and take as read what it is now."""
        self.data = {**dict(self.data.items()), self.add_prefix("seen"): carried(now)}
        self.add_error(
            None,
            _(
                "Somebody else changed this while you were typing; beside it you read what. Nothing"
                " was overwritten. Keep it once more if yours is right."
            ),
        )


def carried(now: object) -> str:
    """Something as a form carries it."""
    told = asdict(now) if is_dataclass(now) and not isinstance(now, type) else now
    return json.dumps(told)
