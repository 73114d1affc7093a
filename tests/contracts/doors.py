"""Every address of the site, and who may come in where: the table that the URLconf is held to.

A right counts for a branch.  `about` says what an address is about, and so whose it is.
"""

from dataclasses import dataclass
from typing import Literal

About = Literal["nothing", "school", "upload", "patron", "group", "person"]
BOTH = ("GET", "POST")
GET = ("GET",)
POST = ("POST",)


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in: somebody with one of `rights`; `()` is everybody signed in."""

    methods: tuple[str, ...]
    rights: tuple[str, ...] = ()
    about: About = "nothing"


OPEN_TO_ALL = ("portal:how_to_sign_in", "portal:privacy")
"""What anybody may read.  Nobody's data stand there."""

OF_THE_OPERATOR = (
    "operating:begin",
    "operating:healthz",
    "operating:metrics",
    "operating:readyz",
    "operating:security_txt",
)
"""For who runs the site; tests/operating holds these to their rules."""

OF_SIGNING_IN = (
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "accounts:change_password",
    "accounts:end_session",
    "accounts:forgotten",
    "accounts:link_school",
    "accounts:new_password",
    "accounts:reset_by_mail",
    "accounts:school_sign_in",
    "accounts:sessions",
    "accounts:still_you_by_school",
    "accounts:unlink_school",
    "accounts:who",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_index",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "portal:activate",
    "portal:activate_password",
    "portal:choose_picture",
    "portal:picture",
)
"""About oneself only; tests/accounts and tests/children hold these to their rules."""

BEFORE_A_NAME = frozenset({"accounts:who", "account_logout", *OPEN_TO_ALL})
"""What opens at a shared account while nobody has said who she is; every other address asks."""

_REGISTER = ("desk", "import", "administer")
_PEOPLE = ("administer", "import")
_HANDS_OUT = ("desk", "import")
_NAMES_TEACHERS = ("upload", "import", "administer")

DOORS = {
    "portal:home": Door(BOTH),
    "portal:mine": Door(GET),
    "portal:own_groups": Door(GET, ("teach",)),
    "portal:own_group": Door(GET, ("teach",), "group"),
    "portal:add_child": Door(POST, ("teach",), "group"),
    "portal:own_cards": Door(POST, ("teach",), "group"),
    "portal:own_picture_cards": Door(POST, ("teach",), "group"),
    "portal:teachers": Door(GET, _NAMES_TEACHERS, "school"),
    "portal:name_teacher": Door(POST, _NAMES_TEACHERS, "school"),
    "portal:end_teaching": Door(POST, _NAMES_TEACHERS, "school"),
    "portal:answer_proposal": Door(POST, _NAMES_TEACHERS, "school"),
    "portal:uploads": Door(GET, ("upload",), "school"),
    "portal:receive": Door(POST, ("upload",), "school"),
    "portal:report_gone": Door(POST, ("upload",), "school"),
    "portal:sample": Door(GET, ("upload",), "school"),
    "portal:upload": Door(GET, ("upload",), "upload"),
    "portal:plan": Door(BOTH, ("upload",), "upload"),
    "portal:report": Door(GET, ("upload",), "upload"),
    "portal:choose_sheet": Door(POST, ("upload",), "upload"),
    "portal:choose_columns": Door(POST, ("upload",), "upload"),
    "portal:set_terms": Door(POST, ("upload",), "upload"),
    "portal:repair": Door(POST, ("upload",), "upload"),
    "portal:leave_out": Door(POST, ("upload",), "upload"),
    "portal:answer": Door(POST, ("upload",), "upload"),
    "portal:send": Door(POST, ("upload",), "upload"),
    "portal:withdraw": Door(POST, ("upload",), "upload"),
    "desk:queue": Door(GET, ("import",)),
    "desk:plan": Door(BOTH, ("import",), "upload"),
    "desk:answer": Door(POST, ("import",), "upload"),
    "desk:lift_hold": Door(POST, ("import",), "upload"),
    "desk:approve": Door(POST, ("import",), "upload"),
    "desk:return_to_school": Door(POST, ("import",), "upload"),
    "desk:answer_transfer": Door(POST, ("import",), "upload"),
    "desk:choose_hand_edit": Door(POST, ("import",), "upload"),
    "desk:split_off": Door(POST, ("import",), "upload"),
    "desk:move": Door(POST, ("import",), "upload"),
    "desk:keep_row_out": Door(POST, ("import",), "upload"),
    "desk:result": Door(BOTH, ("import",), "upload"),
    "desk:report": Door(GET, ("import",), "upload"),
    "desk:undo": Door(POST, ("import",), "upload"),
    "desk:undo_one": Door(POST, ("import",), "upload"),
    "desk:file": Door(GET, ("import",), "upload"),
    "desk:ask_file": Door(POST, ("import",), "upload"),
    "desk:agree_file": Door(POST, ("import",), "upload"),
    "desk:deny_file": Door(POST, ("import",), "upload"),
    "desk:fetch_file": Door(POST, ("import",), "upload"),
    "desk:takeover": Door(GET, ("import",)),
    "desk:takeover_receive": Door(POST, ("import",)),
    "desk:takeover_sheet": Door(POST, ("import",), "upload"),
    "desk:takeover_columns": Door(POST, ("import",), "upload"),
    "desk:takeover_remove": Door(POST, ("import",), "upload"),
    "desk:export": Door(BOTH, ("administer",)),
    "desk:patrons": Door(BOTH, _REGISTER),
    "desk:patron": Door(GET, _REGISTER, "patron"),
    "desk:correct": Door(POST, ("desk", "import"), "patron"),
    "desk:keep_out": Door(POST, ("import",), "patron"),
    "desk:seen": Door(GET, _REGISTER, "patron"),
    "desk:everything": Door(GET, _PEOPLE, "patron"),
    "desk:everything_json": Door(GET, _PEOPLE, "patron"),
    "desk:everything_pdf": Door(GET, _PEOPLE, "patron"),
    "desk:leaving": Door(GET, ("administer",)),
    "desk:erasure": Door(BOTH, ("import",), "patron"),
    "desk:groups": Door(GET, _REGISTER),
    "desk:groups_of": Door(GET, _REGISTER, "school"),
    "desk:group": Door(GET, _REGISTER, "group"),
    "desk:group_xlsx": Door(GET, _REGISTER, "group"),
    "desk:give_card": Door(POST, _HANDS_OUT, "patron"),
    "desk:replace_card": Door(POST, _HANDS_OUT, "patron"),
    "desk:give_upload": Door(POST, _PEOPLE, "patron"),
    "desk:end_upload": Door(POST, _PEOPLE, "patron"),
    "desk:block_card": Door(POST, _HANDS_OUT, "patron"),
    "desk:give_consent": Door(POST, ("desk",), "patron"),
    "desk:withdraw_consent": Door(POST, ("desk",), "patron"),
    "desk:group_cards": Door(GET, _HANDS_OUT, "group"),
    "desk:library_cards": Door(GET, _HANDS_OUT, "group"),
    "desk:give_cards": Door(POST, _HANDS_OUT, "group"),
    "desk:activation_cards": Door(POST, _HANDS_OUT, "group"),
    "desk:picture_cards": Door(POST, _HANDS_OUT, "group"),
    "desk:picture_card": Door(POST, _HANDS_OUT, "group"),
    "desk:branches": Door(GET, _PEOPLE),
    "desk:add_branch": Door(BOTH, ("administer",)),
    "desk:search_schools": Door(POST, ("administer",)),
    "desk:add_schools": Door(POST, ("administer",)),
    "desk:settings": Door(BOTH, ("administer",), "school"),
    "desk:describe_branch": Door(POST, ("administer",), "school"),
    "desk:policy": Door(GET, ("administer",)),
    "desk:rename_library": Door(POST, ("administer",)),
    "desk:set_policy_limits": Door(POST, ("administer",)),
    "desk:set_policy_term": Door(POST, ("administer",)),
    "desk:set_policy_cards": Door(POST, ("administer",)),
    "desk:set_policy_scan": Door(POST, ("administer",)),
    "desk:account": Door(GET, ("administer",), "school"),
    "desk:record": Door(GET, ("administer",), "school"),
    "desk:not_included": Door(GET, ("import",), "school"),
    "desk:include_again": Door(POST, ("import",), "school"),
    "desk:people": Door(BOTH, _PEOPLE),
    "desk:add_person": Door(POST, _PEOPLE),
    "desk:add_shared": Door(POST, ("administer",)),
    "desk:review": Door(GET, _PEOPLE),
    "desk:answer_review": Door(POST, _PEOPLE),
    "desk:person": Door(GET, _PEOPLE, "person"),
    "desk:give_right": Door(POST, _PEOPLE, "person"),
    "desk:end_right": Door(POST, _PEOPLE, "person"),
    "desk:reset_password": Door(POST, _PEOPLE, "person"),
    "desk:reset_second_factor": Door(POST, _PEOPLE, "person"),
    "desk:make_emergency_code": Door(POST, _PEOPLE, "person"),
    "desk:switch_account": Door(POST, _PEOPLE, "person"),
    "desk:end_sessions": Door(POST, _PEOPLE, "person"),
    "desk:set_address": Door(POST, _PEOPLE, "person"),
    "desk:unlink_school": Door(POST, _PEOPLE, "person"),
    "desk:forget_name": Door(POST, _PEOPLE, "person"),
}

ASK_AGAIN = frozenset(
    {
        "desk:approve",
        "desk:undo",
        "desk:undo_one",
        "portal:name_teacher",
        "portal:end_teaching",
        "portal:answer_proposal",
        "desk:add_shared",
        "desk:give_right",
        "desk:end_right",
        "desk:reset_password",
        "desk:reset_second_factor",
        "desk:make_emergency_code",
        "desk:switch_account",
        "desk:set_address",
        "desk:unlink_school",
        "desk:forget_name",
        "desk:answer_review",
        "desk:agree_file",
        "desk:fetch_file",
        "desk:export",
        "desk:give_upload",
        "desk:end_upload",
        "desk:describe_branch",
        "desk:rename_library",
        "desk:set_policy_limits",
        "desk:set_policy_term",
        "desk:set_policy_cards",
        "desk:set_policy_scan",
        "accounts:link_school",
        "accounts:unlink_school",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
    }
)
"""What asks 'is it still you?' of somebody who signed in more than a quarter of an hour ago."""

CAST: dict[str, frozenset[tuple[str, str]]] = {
    "": frozenset(),
    "petra": frozenset({("upload", "vuurvlinder")}),
    "joost": frozenset({("upload", "wilgenbos")}),
    "marloes": frozenset(
        (kind, slug)
        for kind in ("import", "desk")
        for slug in ("vuurvlinder", "wilgenbos", "rietdorp")
    ),
    "tarik": frozenset(
        (kind, slug)
        for kind in ("import", "desk")
        for slug in ("vuurvlinder", "wilgenbos", "rietdorp")
    ),
    "els": frozenset({("desk", "vuurvlinder")}),
    "bas": frozenset({("teach", "vuurvlinder")}),
    "karim": frozenset(),
    "willem": frozenset(("administer", slug) for slug in ("vuurvlinder", "wilgenbos", "rietdorp")),
    "noortje": frozenset((kind, "zilvermeeuw") for kind in ("administer", "import", "desk")),
}
"""What everybody of the cast holds, as (right, branch); '' is who has not signed in."""

MIXED: dict[str, frozenset[tuple[str, str]]] = {
    "desk-elsewhere": frozenset({("import", "vuurvlinder"), ("desk", "wilgenbos")}),
    "school-elsewhere": frozenset(
        {("upload", "wilgenbos"), ("teach", "wilgenbos"), ("desk", "vuurvlinder")}
    ),
    "ended": frozenset(),
    "child": frozenset(),
}
"""Who tries the seams: a right at one branch is none at another, one of yesterday is none today
("ended" could do everything), and a child signs in as well."""

SCHOOLS = ("vuurvlinder", "wilgenbos", "zilvermeeuw")
LIBRARY_OF = {
    "vuurvlinder": "rietoever",
    "wilgenbos": "rietoever",
    "rietdorp": "rietoever",
    "zilvermeeuw": "overzee",
}
