"""The sentence a plan opens with: how things are, before any table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext as _n

from leesloket.imports.showing import PlanView


@dataclass(frozen=True, slots=True)
class Verdict:
    title: str
    text: str
    questions: int
    """Questions that nobody has answered."""


def verdict(plan: PlanView) -> Verdict:
    """Return what a reader must know after five seconds."""
    holds = sum(1 for hold in plan.holds if not hold.lifted_by)
    questions = sum(1 for question in plan.questions if not question.answer)
    errors = plan.counts.get("error", 0)
    if plan.upload.is_takeover and not holds and not questions:
        return _taking_over(plan)
    if holds:
        title = _n("One thing may not be right", "%(n)s things may not be right", holds) % {
            "n": holds
        }
        return Verdict(title, _rest(questions, errors), questions)
    if questions:
        title = _n("One question is left", "%(n)s questions are left", questions) % {"n": questions}
        text = _stay_behind(errors) if errors else _("All other children are clear.")
        return Verdict(title, text, questions)
    if plan.holds:
        return _judged(len(plan.holds), errors)
    if not any(plan.counts.get(key) for key in ("enrol", "update", "withdraw", "error")):
        return Verdict(
            _("Everything is up to date"),
            _("This file says exactly what we knew already. Nothing changes."),
            0,
        )
    if plan.mode == "full" and not any(map(plan.counts.get, ("update", "withdraw", "keep"))):
        return _first_list(errors)
    return Verdict(_("This looks good"), _stay_behind(errors) if errors else _ordinary(plan), 0)


def _ordinary(plan: PlanView) -> str:
    if plan.mode == "additions":
        return _("Nobody is signed off by this list.")
    if plan.counts.get("update", 0) > plan.counts.get("keep", 0):
        return _("It is an ordinary summer.")
    return _("Most children stay where they are.")


def _first_list(errors: int) -> Verdict:
    """Nobody is enrolled here, so that no check could compare this list with anything."""
    text = _("We know no child here yet, so there was nothing to compare with.")
    look = _stay_behind(errors) if errors else _("See whether it is this school's list.")
    return Verdict(_("Everybody is new"), f"{text} {look}", 0)


def _taking_over(plan: PlanView) -> Verdict:
    rows = plan.counts.get("error", 0) + plan.counts.get("skip", 0)
    if plan.locations_left:
        return Verdict(
            _("This list is of several branches"), _("Say which branch each of them is."), 0
        )
    if not any(plan.counts.get(key) for key in ("enrol", "update")):
        return Verdict(_("Nobody is new"), _("Nothing in the register changes by this list."), 0)
    if rows:
        text = _n(
            "%(n)s row does not go along: look at it first.",
            "%(n)s rows do not go along: look at them first.",
            rows,
        ) % {"n": rows}
        return Verdict(_("This register can be taken over"), text, 0)
    return Verdict(_("This register can be taken over"), _("Every row is clear."), 0)


def _judged(holds: int, errors: int) -> Verdict:
    """What was unusual still is, after somebody said why it is right."""
    title = _n(
        "One thing stood out, and was judged", "%(n)s things stood out, and were judged", holds
    ) % {"n": holds}
    text = _("Read the reason before you go on.")
    return Verdict(title, f"{text} {_stay_behind(errors)}" if errors else text, 0)


def _rest(questions: int, errors: int) -> str:
    if not questions and not errors:
        return _("Look at that first.")
    asked = _n("And there is one question.", "And there are %(n)s questions.", questions) % {
        "n": questions
    }
    return " ".join([asked] * bool(questions) + [_stay_behind(errors)] * bool(errors))


def _stay_behind(errors: int) -> str:
    return _n(
        "%(n)s row could not go along; that child stays as it is.",
        "%(n)s rows could not go along; those children stay as they are.",
        errors,
    ) % {"n": errors}
