"""What somebody reads when a school account does not open the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from leesloket.accounts.school_accounts.rules import Reason


@dataclass(frozen=True, slots=True)
class Told:
    """What happened and what was kept, and what to do now; translated lazily."""

    title: Any
    happened: Any
    to_do: Any


TOLD: Final[Mapping[Reason, Told]] = {
    "pupil": Told(
        _("This door is for people who work at the school"),
        _("Your school says that you are a pupil. We kept nothing of your school account."),
        _("Sign in with your card, or with your picture. Ask your teacher if you have neither."),
    ),
    "other_school": Told(
        _("This school does not take part"),
        _(
            "Your school account is right, but it belongs to a school that this library has no"
            " agreement with. We kept nothing of it."
        ),
        _("Do you have an account at another school as well? Sign out there first and try again."),
    ),
    "no_identity": Told(
        _("Your school tells us too little"),
        _("We cannot tell from your school account who you are. We kept nothing of it."),
        _("Sign in another way, and tell the library: it asks your school to let us know."),
    ),
    "unknown": Told(
        _("We do not know this school account yet"),
        _("Your school account is right, but it does not belong to anybody here. We kept nothing."),
        _(
            "Do you have a login name? Sign in with it and link your school account under"
            " “How I sign in”. If not, ask the library for one."
        ),
    ),
    "other_library": Told(
        _("This is the door of another library"),
        _("Your account here is of another library than this school account. Nothing changed."),
        _("Sign in another way, or call the library."),
    ),
    "inactive": Told(
        _("Your account is closed"),
        _("The library closed your account. Nothing changed by this."),
        _("Do you still work here? Call the library: it can open your account again."),
    ),
    "shared": Told(
        _("An account that a school shares has no school account"),
        _("A school account is of one person. Nothing changed."),
        _("Do you want to sign in with yours? Ask the library for an account of your own."),
    ),
    "taken": Told(
        _("This school account belongs to somebody else here"),
        _("It already opens another account of this library. Nothing changed."),
        _("Sign out at the school if you share a computer, and try again with your own account."),
    ),
    "not_you": Told(
        _("We could not see that it is still you"),
        _(
            "Another school account came back than the one that is linked, or the school did not"
            " ask anew who you are. What you were doing has not been done."
        ),
        _("Try again, or show in another way that it is you."),
    ),
    "cancelled": Told(
        _("You stopped at the school"),
        _("You said no there, or the school did not let you on. Nothing changed."),
        _("Try again, or sign in another way."),
    ),
    "lost": Told(
        _("This took too long, or was done before"),
        _(
            "We do not recognise this way back any more. That happens after ten minutes, with the"
            " back button, or in another browser. Nothing changed."
        ),
        _("Begin again."),
    ),
    "silent": Told(
        _("The school does not answer"),
        _("We got no answer that we can trust from the school's sign-in. Nothing changed."),
        _("Try again in a few minutes, or sign in another way. Does it go on? Tell the library."),
    ),
}
