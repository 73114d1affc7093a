"""The desk: the staff client."""

from django.urls import path

from leesloket.desk import (
    branch_views,
    child_views,
    export_views,
    file_views,
    import_views,
    new_branch_views,
    placing_views,
    privacy_views,
    record_views,
    register_views,
    review_views,
    takeover_views,
)
from leesloket.desk.card_views import card_urls
from leesloket.desk.consent_views import consent_urls
from leesloket.desk.login_views import login_urls
from leesloket.desk.people_views import people_urls
from leesloket.desk.policy_views import policy_urls
from leesloket.desk.shared_views import shared_urls
from leesloket.desk.way_in_views import way_in_urls

app_name = "desk"

_BRANCH = "vestigingen/<slug:slug>/"
_ONE = "leerlingimport/<uuid:upload_id>/"

urlpatterns = [
    path("leerlingimport/", import_views.queue, name="queue"),
    path(_ONE, import_views.plan, name="plan"),
    path(f"{_ONE}antwoord/", import_views.answer, name="answer"),
    path(f"{_ONE}toch-goed/", import_views.lift_hold, name="lift_hold"),
    path(f"{_ONE}keur-goed/", import_views.approve, name="approve"),
    path(f"{_ONE}terug-naar-school/", import_views.return_to_school, name="return_to_school"),
    path(f"{_ONE}andere-vestiging/", child_views.answer_transfer, name="answer_transfer"),
    path(f"{_ONE}balie-of-school/", child_views.choose_hand_edit, name="choose_hand_edit"),
    path(f"{_ONE}splits/", placing_views.split_off, name="split_off"),
    path(f"{_ONE}verplaats/", placing_views.move, name="move"),
    path(f"{_ONE}niet-opnemen/", child_views.keep_row_out, name="keep_row_out"),
    path(f"{_ONE}resultaat/", import_views.result, name="result"),
    path(f"{_ONE}verslag.xlsx", import_views.report, name="report"),
    path(f"{_ONE}draai-terug/", import_views.undo, name="undo"),
    path(f"{_ONE}draai-kind-terug/", import_views.undo_one, name="undo_one"),
    path(f"{_ONE}bestand/", file_views.file, name="file"),
    path(f"{_ONE}bestand/vraag/", file_views.ask, name="ask_file"),
    path(f"{_ONE}bestand/akkoord/", file_views.agree, name="agree_file"),
    path(f"{_ONE}bestand/niet/", file_views.deny, name="deny_file"),
    path(f"{_ONE}bestand/haal-op/", file_views.fetch, name="fetch_file"),
    path("overname/", takeover_views.takeover, name="takeover"),
    path("overname/ontvang/", takeover_views.receive, name="takeover_receive"),
    path("overname/<uuid:upload_id>/blad/", takeover_views.sheet, name="takeover_sheet"),
    path("overname/<uuid:upload_id>/kolommen/", takeover_views.columns, name="takeover_columns"),
    path("overname/<uuid:upload_id>/verwijder/", takeover_views.remove, name="takeover_remove"),
    path("alles-meenemen/", export_views.export, name="export"),
    path("klanten/", register_views.patrons, name="patrons"),
    path("klanten/<uuid:patron_id>/", register_views.patron, name="patron"),
    path("klanten/<uuid:patron_id>/verbeter/", register_views.correct, name="correct"),
    path("klanten/<uuid:patron_id>/niet-opnemen/", child_views.keep_out, name="keep_out"),
    path("klanten/<uuid:patron_id>/wie-keek/", record_views.seen, name="seen"),
    path("klanten/worden-gewist/", privacy_views.leaving, name="leaving"),
    path("klanten/<uuid:patron_id>/alles/", privacy_views.everything, name="everything"),
    path(
        "klanten/<uuid:patron_id>/alles.pdf",
        privacy_views.everything_pdf,
        name="everything_pdf",
    ),
    path(
        "klanten/<uuid:patron_id>/alles.json",
        privacy_views.everything_json,
        name="everything_json",
    ),
    path("klanten/<uuid:patron_id>/wis/", privacy_views.erasure, name="erasure"),
    path("groepen/", register_views.groups, name="groups"),
    path("groepen/<slug:slug>/", register_views.groups, name="groups_of"),
    path("groepen/<slug:slug>/<uuid:group_id>/", register_views.group, name="group"),
    path(
        "groepen/<slug:slug>/<uuid:group_id>/lijst.xlsx",
        register_views.group_xlsx,
        name="group_xlsx",
    ),
    path("vestigingen/", branch_views.branches, name="branches"),
    path("nieuwe-vestiging/", new_branch_views.add_branch, name="add_branch"),
    path("nieuwe-vestiging/zoek/", new_branch_views.search_schools, name="search_schools"),
    path("nieuwe-vestiging/kies/", new_branch_views.add_schools, name="add_schools"),
    path(_BRANCH, branch_views.settings, name="settings"),
    path(f"{_BRANCH}naam/", branch_views.describe, name="describe_branch"),
    path(f"{_BRANCH}niet-opnemen/", branch_views.not_included, name="not_included"),
    path(f"{_BRANCH}weer-opnemen/", branch_views.include_again, name="include_again"),
    path(f"{_BRANCH}verantwoording/", record_views.account, name="account"),
    path(f"{_BRANCH}logboek/", record_views.record, name="record"),
    *card_urls,
    *consent_urls,
    # Before what is about one person.
    path("mensen/nakijken/", review_views.review, name="review"),
    path("mensen/nakijken/antwoord/", review_views.answer_review, name="answer_review"),
    *people_urls,
    *shared_urls,
    *way_in_urls,
    *login_urls,
    *policy_urls,
]
