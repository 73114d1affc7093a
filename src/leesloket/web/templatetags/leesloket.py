"""The tags and filters of our templates; the work is done in plain modules beside this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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

from leesloket.accounts.names import initials_of
from leesloket.imports.queries import PAGE_SIZE
from leesloket.imports.showing import GroupCount, GroupPicture, UploadLine
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
register.filter("initials", initials_of)
register.filter("clock", formatting.clock)
register.filter("day", formatting.day)
register.filter("day_of_text", formatting.day_of_text)
register.filter("full_day", formatting.full_day)
register.filter("group_title", formatting.group_title)
register.filter("in_fours", formatting.in_fours)
register.filter("moment", formatting.moment)
register.filter("named_group", formatting.named_group)
register.filter("status_word", steps.status_word)
register.filter("thousands", formatting.thousands)
register.filter("ways_to_reach", formatting.ways_to_reach)
register.filter("which_row", formatting.row_number)
register.filter("which_rows", rows_left.which)
register.filter("year_told", formatting.year_told)
register.filter("years_told", formatting.years_told)
register.simple_tag(problem_texts.sentence, name="said")
register.simple_tag(problem_texts.what_to_do, name="to_do")
register.simple_tag(problem_texts.hold_text, name="hold_text")
register.simple_tag(rows_left.why, name="why_left")
register.simple_tag(verdicts.verdict, name="verdict")


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """Return the value of a key, or nothing: Django's dot cannot take a variable."""
    return mapping.get(key, "")


# --- codes to words ------------------------------------------------------------------------------


_WORDS: Mapping[str, Mapping[str, words.Words]] = {
    "category_word": words.CATEGORIES,
    "consent_giver_word": words.CONSENT_GIVERS,
    "consent_source_word": words.CONSENT_SOURCES,
    "dropped_word": words.DROPPED,
    "event_word": words.EVENTS,
    "excluded_word": words.EXCLUDED,
    "field_word": words.FIELDS,
    "file_stands_word": words.FILE_STANDS,
    "file_why_word": words.FILE_WHY,
    "how_word": words.HOW,
    "missing_word": words.MISSING,
    "passed_word": words.PASSED,
    "policy_word": words.POLICY,
    "reason_word": words.REASONS,
    "setting_word": words.SETTINGS,
}
"""Filters that say a code: `{{ "birth_date"|field_word }}` is `Geboortedatum`."""


def _saying(table: Mapping[str, words.Words]) -> Callable[[str], str]:
    return lambda code: str(table[code])


for _name, _table in _WORDS.items():
    register.filter(_name, _saying(_table))

register.filter("right_word", words.right_word)


@register.filter
def setting_value(told: str) -> str:
    """What a setting of a branch was or became: a kind in words, anything else as it is."""
    return str(words.BRANCH_KINDS.get(told, told))


@register.filter
def policy_value(told: str) -> str:
    """What a part of the policy was or became: a number as it is, `ja` or `nee`."""
    return str(words.POLICY_VALUES.get(told, told))


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
