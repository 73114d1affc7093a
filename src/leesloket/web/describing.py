"""The group picture in words, for who cannot see it: the odd thing first."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext as _n

from leesloket.imports.showing import Flow, GroupPicture


def group_picture(picture: GroupPicture) -> str:
    """Return some short sentences: what is odd, who leaves, who is new, who moves."""
    before = {one.group: one.pupils for one in picture.before}
    told = [_odd(flow, before) for flow in picture.flows if flow.odd]
    totals = {
        kind: sum(flow.children for flow in picture.flows if flow.kind == kind)
        for kind in ("leave", "new", "move", "stay", "ask")
    }
    told += [words for kind, count in totals.items() if count and (words := _total(kind, count))]
    return " ".join([_("The groups now and soon."), *told])


def _odd(flow: Flow, before: dict[str, int]) -> str:
    if flow.kind == "leave":
        return _("Unusual: %(leave)s of the %(children)s children of group %(group)s leave.") % {
            "leave": flow.children,
            "children": before.get(flow.before, flow.children),
            "group": flow.before,
        }
    return _("Unusual: %(children)s children in group %(group)s.") % {
        "children": flow.children,
        "group": flow.after or flow.before,
    }


def _total(kind: str, count: int) -> str:
    said = {
        "leave": _n("%(n)s child leaves.", "%(n)s children leave.", count),
        "new": _n("%(n)s child is new.", "%(n)s children are new.", count),
        "move": _n("%(n)s goes to another group.", "%(n)s go to another group.", count),
        "stay": _n("%(n)s stays in its group.", "%(n)s stay in their group.", count),
        "ask": _n("There is %(n)s question.", "There are %(n)s questions.", count),
    }
    return said[kind] % {"n": count}
