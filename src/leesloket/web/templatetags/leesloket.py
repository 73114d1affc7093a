"""The tags and filters of our templates; the work is done in plain modules beside this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    HiddenInput,
    RadioSelect,
    Select,
)
from django.utils.html import format_html
from django.utils.safestring import SafeString

from leesloket.imports.queries import PAGE_SIZE
from leesloket.imports.showing import GroupCount, GroupPicture, PlanView, UploadLine
from leesloket.patrons.showing import HistoryBlock
from leesloket.web import (
    describing,
    formatting,
    history_words,
    icons,
    pictures,
    problem_texts,
    record_words,
    rows_left,
    steps,
    verdicts,
    words,
)

register = template.Library()

register.simple_tag(icons.icon, name="icon")
register.filter("initials", formatting.initials)
register.filter("day_of_text", formatting.day_of_text)


register.filter("named_group", formatting.named_group)


@register.filter
def group_title(name: str) -> str:
    """A group's name where it stands alone: a number or a class is no title."""
    return formatting.group_title(name)


@register.filter
def moment(value: datetime | None) -> str:
    """`ma 24 aug 09.12`."""
    return formatting.moment(value)


@register.filter
def clock(value: datetime | None) -> str:
    """`09.12`."""
    return formatting.clock(value)


@register.filter
def day(value: date | None) -> str:
    """`ma 24 aug`."""
    return formatting.day(value)


@register.filter
def full_day(value: date | None) -> str:
    """`24 augustus 2026`."""
    return formatting.full_day(value)


@register.filter
def thousands(value: int) -> str:
    """`1.184`."""
    return formatting.thousands(value)


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """Return the value of a key, or nothing: Django's dot cannot take a variable."""
    return mapping.get(key, "")


# --- codes to words ------------------------------------------------------------------------------


@register.filter
def kind_word(code: str) -> str:
    """`Vertrekt`."""
    return words.kind_word(code)


@register.filter
def field_word(code: str) -> str:
    """`Geboortedatum`."""
    return str(words.FIELDS[code])


@register.filter
def how_word(code: str) -> str:
    """`herkend aan de kolomnaam`."""
    return str(words.HOW[code])


@register.filter
def dropped_word(code: str) -> str:
    """Why a column was thrown away."""
    return str(words.DROPPED[code])


@register.filter
def event_word(code: str) -> str:
    """`Naar de bibliotheek gestuurd`."""
    return str(words.EVENTS[code])


@register.filter
def file_why_word(code: str) -> str:
    """Why somebody wants the file itself."""
    return str(words.FILE_WHY[code])


@register.filter
def file_stands_word(code: str) -> str:
    """`wacht op een tweede persoon`."""
    return str(words.FILE_STANDS[code])


@register.filter
def reason_word(code: str) -> str:
    """`zelfde nummer`."""
    return str(words.REASONS[code])


@register.filter
def setting_word(code: str) -> str:
    """A setting of a branch: `contactpersoon`."""
    return str(words.SETTINGS[code])


@register.filter
def setting_value(told: str) -> str:
    """What a setting of a branch was or became: a kind in words, anything else as it is."""
    return str(words.BRANCH_KINDS.get(told, told))


@register.filter
def policy_word(code: str) -> str:
    """A part of the library's policy, as its history names it."""
    return str(words.POLICY[code])


@register.filter
def policy_value(told: str) -> str:
    """What a part of the policy was or became: a number as it is, `ja` or `nee`."""
    return str(words.POLICY_VALUES.get(told, told))


@register.filter
def excluded_word(code: str) -> str:
    """Why a child is not to be included: `bezwaar van een ouder of verzorger`."""
    return str(words.EXCLUDED[code])


@register.filter
def passed_word(code: str) -> str:
    """A check that found nothing: `De lijst hoort bij deze school`."""
    return str(words.PASSED[code])


@register.filter
def missing_word(code: str) -> str:
    """What still keeps a plan from being sent or approved."""
    return str(words.MISSING[code])


@register.filter
def right_word(code: str) -> str:
    """`mag het leerlingbestand sturen`."""
    return words.right_word(code)


@register.filter
def category_word(code: str) -> str:
    """`leerling`."""
    return str(words.CATEGORIES[code])


@register.filter
def consent_giver_word(code: str) -> str:
    """Who agreed: `een ouder of verzorger`."""
    return str(words.CONSENT_GIVERS[code])


@register.filter
def consent_source_word(code: str) -> str:
    """How the library knows: `met een formulier`."""
    return str(words.CONSENT_SOURCES[code])


@register.filter
def record_word(code: str) -> str:
    """A line of the record: `Gegevens van iemand bekeken`; a code that has no words, as it is."""
    return str(record_words.CODES.get(code, code))


@register.filter
def history_word(code: str) -> str:
    """A field of the register; its own name when nobody gave it a word."""
    return str(words.HISTORY.get(code, code))


@register.filter
def told_lines(block: HistoryBlock) -> list[history_words.Told]:
    """What happened to a patron at one moment, in words."""
    return list(history_words.told(block))


@register.filter
def status_word(upload: UploadLine) -> str:
    """`Bij de bibliotheek`."""
    return steps.status_word(upload)


@register.simple_tag
def said(code: str, detail: problem_texts.Detail | None = None) -> str:
    """What a problem says."""
    return problem_texts.sentence(code, detail)


@register.simple_tag
def to_do(code: str) -> str:
    """What the reader can do about a problem."""
    return problem_texts.what_to_do(code)


@register.simple_tag
def hold_text(code: str, detail: problem_texts.Detail | None = None) -> problem_texts.HoldText:
    """A hold in words: use `as`."""
    return problem_texts.hold_text(code, detail)


@register.simple_tag
def why_left(kind: str, code: str) -> str:
    """Why rows did not go along."""
    return rows_left.why(kind, code)


@register.filter
def which_rows(rows: Sequence[int]) -> str:
    """`rijen 3, 4 en 7`."""
    return rows_left.which(rows)


@register.filter
def which_row(row: int) -> str:
    """`12`, to stand behind `row`; with its sheet where several were read together."""
    return formatting.row_number(row)


@register.simple_tag
def verdict(plan: PlanView) -> verdicts.Verdict:
    """The sentence a plan opens with: use `as`."""
    return verdicts.verdict(plan)


@register.inclusion_tag("leesloket/components/tag.html")
def kind_tag(kind: str, *, pale: bool = False) -> dict[str, object]:
    """A kind of change: colour, icon and word."""
    return {"sign": words.KINDS[kind], "pale": pale}


@register.simple_tag
def sign(kind: str) -> words.Sign:
    """Look, icon and word of a kind: use `as`."""
    return words.KINDS[kind]


@register.simple_tag
def message_look(level_tag: str) -> dict[str, str]:
    """Look and icon of a Django message: use `as`."""
    look, name = words.LEVELS.get(level_tag, words.LEVELS["info"])
    return {"look": look, "icon": name}


# --- drawings ------------------------------------------------------------------------------------


@register.inclusion_tag("leesloket/components/group_picture.html")
def group_picture(picture: GroupPicture) -> dict[str, object]:
    """The groups now and soon: two drawings, one sentence for who cannot see them, a table."""
    return {
        "wide": pictures.group_drawing(picture, pictures.WIDE),
        "narrow": pictures.group_drawing(picture, pictures.NARROW),
        "told": describing.group_picture(picture),
        "rows": pictures.group_rows(picture),
    }


@register.inclusion_tag("leesloket/components/bars.html")
def bars(groups: Sequence[GroupCount]) -> dict[str, object]:
    """A bar per group, with its count."""
    return {"bars": pictures.bars(groups)}


@register.inclusion_tag("leesloket/components/season_bar.html")
def season_bar(done: int, waiting: int, at_school: int, nothing: int) -> dict[str, object]:
    """A spine per school on the shelf of this summer."""
    spines = ("done",) * done + ("waiting",) * waiting
    spines += ("at-school",) * at_school + ("nothing",) * nothing
    return {
        "spines": spines,
        "done": done,
        "waiting": waiting,
        "at_school": at_school,
        "nothing": nothing,
    }


@register.inclusion_tag("leesloket/components/steps.html", name="steps")
def steps_tag(upload: UploadLine, size: str = "") -> dict[str, object]:
    """The way of an upload; size `mini` in lists, `tall` in a column."""
    return {
        "steps": steps.steps(upload),
        "size": size,
        "ended": steps.has_ended(upload),
        "word": steps.status_word(upload),
    }


# --- parts ---------------------------------------------------------------------------------------


@register.simple_tag
def rows_on_page(page: int, shown: Sequence[object], total: int) -> dict[str, int]:
    """Which of all rows a page shows: `first` and `last`, from 1."""
    last = min(total, page * PAGE_SIZE)
    return {"first": last - len(shown) + 1, "last": last}


@register.simple_block_tag
def note(content: str, look: str, title: str = "", *, small: bool = False) -> SafeString:
    """A note: `{% note "ask" title=... %}...{% endnote %}`.  Looks: ok ask leave move stay."""
    return format_html(
        '<div class="ll-note ll-k ll-k-{}{}">{}<div class="ll-stack ll-stack--1">{}{}</div></div>',
        look,
        " ll-note--s" if small else "",
        icons.icon(words.NOTES[look]),
        format_html('<p class="ll-b">{}</p>', title) if title else "",
        content,
    )


@register.inclusion_tag("leesloket/components/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """One field of a form: label, help, widget, errors, tied together for screen readers."""
    widget = bound.field.widget
    attrs: dict[str, str | bool] = {}
    if isinstance(widget, CheckboxInput | RadioSelect | CheckboxSelectMultiple | HiddenInput):
        attrs["class"] = ""
    else:
        attrs["class"] = "utrecht-select" if isinstance(widget, Select) else "utrecht-textbox"
    if bound.errors:
        attrs["aria-invalid"] = "true"
    told = [f"{bound.id_for_label}-{part}" for part in _told(bound)]
    if told:
        attrs["aria-describedby"] = " ".join(told)
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attrs),
        "check": isinstance(widget, CheckboxInput),
        # A list of boxes is a kind of RadioSelect to Django.
        "several": isinstance(widget, RadioSelect),
    }


def _told(bound: BoundField) -> list[str]:
    parts = ["error"] if bound.errors else []
    return [*parts, "help"] if bound.help_text else parts
