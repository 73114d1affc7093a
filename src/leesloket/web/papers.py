"""Paper in the reader's language: made when asked for, never kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leesloket import children
from leesloket.children import rules
from leesloket.children.actions import PrintedActivation, PrintedPicture
from leesloket.children.queries import GroupCards
from leesloket.printing import cards as printing
from leesloket.printing import dossiers
from leesloket.web.dossiers import Section
from leesloket.web.formatting import full_day

_DRAWINGS = Path(children.__file__).parent / "static" / "leesloket" / "pictures"

PICTURES = {
    "sun": gettext_lazy("sun"),
    "house": gettext_lazy("house"),
    "tree": gettext_lazy("tree"),
    "fish": gettext_lazy("fish"),
    "star": gettext_lazy("star"),
    "heart": gettext_lazy("heart"),
    "boat": gettext_lazy("boat"),
    "apple": gettext_lazy("apple"),
    "flower": gettext_lazy("flower"),
    "car": gettext_lazy("car"),
    "snail": gettext_lazy("snail"),
    "balloon": gettext_lazy("balloon"),
}
"""What a child would call each drawing."""


def library_cards(page: GroupCards, library: str) -> bytes:
    """The library cards of everybody in a group who has one."""
    found = [
        printing.LibraryCard(line.patron.name, line.patron.card, page.branch_name, library)
        for line in page.lines
        if line.patron.card
    ]
    lines = printing.Lines(
        title=_("Library cards of %(place)s") % {"place": place(page)}, number=_("Card number")
    )
    return printing.library_cards(found, lines)


def activation_cards(page: GroupCards, printed: Sequence[PrintedActivation]) -> bytes:
    """Cards to make an account with.  The secret is behind the #: no server writes that down."""
    address = _address("portal:activate")
    found = [
        printing.ActivationCard(
            name=one.name,
            number=one.number,
            code=rules.shown_code(one.code),
            address=f"{address}#{one.number}.{one.code}",
            place=place(page),
        )
        for one in printed
    ]
    lines = printing.Lines(
        title=_("Activation cards of %(place)s") % {"place": place(page)},
        number=_("Your card number"),
        code=_("Your code"),
        lead=_("Scan the square, or go to %(address)s. Then choose your own password.")
        % {"address": _bare(address)},
        until=_("Works once, until %(day)s.") % {"day": full_day(printed[0].until)},
    )
    return printing.activation_cards(found, lines)


def picture_cards(page: GroupCards, printed: Sequence[PrintedPicture]) -> bytes:
    """Picture cards, with the list of who has which picture on a page of its own."""
    address = _address("portal:picture")
    found = [
        printing.PictureCard(
            name=one.name,
            code=rules.shown_code(one.code),
            address=f"{address}#{one.code}",
            place=place(page),
            picture=(_DRAWINGS / f"{one.picture}.svg").read_text(encoding="utf-8"),
            picture_name=str(PICTURES[one.picture]),
        )
        for one in printed
    ]
    lines = printing.Lines(
        title=_("Picture cards of %(place)s") % {"place": place(page)},
        code=_("Or type at %(address)s") % {"address": _bare(address)},
        lead=_("Scan the square. Then choose your own picture."),
        keep=_("For the teacher: who has which picture? Keep this page apart from the cards."),
        name=_("Name"),
        picture=_("Picture"),
    )
    return printing.picture_cards(found, lines)


def everything(sections: Sequence[Section], *, name: str, library: str, today: date) -> bytes:
    """Everything about one person, to give or send to who asked for it."""
    frame = dossiers.Frame(
        title=_("Everything we keep of %(name)s") % {"name": name},
        lead=_(
            "%(library)s, %(day)s. These are all data in the register, with who changed and who"
            " saw them. The file that the school sent is destroyed within thirty days."
        )
        % {"library": library, "day": full_day(today)},
        nothing=_("Nothing."),
        foot=f"{library}, {full_day(today)}",
    )
    chapters = [dossiers.Chapter(one.title, one.columns, one.rows) for one in sections]
    return dossiers.dossier(chapters, frame)


def place(page: GroupCards) -> str:
    """`groep 5b, De Vuurvlinder`; a group that calls itself so already is not called it twice."""
    name = page.group.name or page.group.code
    group = name if name.lower().startswith("groep") else _("group %(group)s") % {"group": name}
    return f"{group}, {page.branch_name}"


def _address(name: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name)


def _bare(address: str) -> str:
    return address.split("://", 1)[-1].rstrip("/")


def download(pdf: bytes, *, name: str) -> HttpResponse:
    """A PDF to print; NoStoreMiddleware keeps it out of every cache."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
