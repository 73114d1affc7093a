"""The portal: the school's counter."""

from django.urls import path

from leesloket.portal import views
from leesloket.portal.children import views as children
from leesloket.portal.teachers import group_views, naming_views
from leesloket.portal.uploads import asking, list_views, receiving

app_name = "portal"

_SCHOOL = "school/<slug:slug>/"
_GROUP = f"{_SCHOOL}groepen/<uuid:group_id>/"
_TEACHERS = f"{_SCHOOL}leerkrachten/"
_ONE = f"{_SCHOOL}leerlingen/<uuid:upload_id>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("hoe-aanmelden/", views.how_to_sign_in, name="how_to_sign_in"),
    path("privacy/", views.privacy, name="privacy"),
    path("activeer/", children.activate, name="activate"),
    path("activeer/wachtwoord/", children.activate_password, name="activate_password"),
    path("plaatje/", children.picture, name="picture"),
    path("plaatje/kies/", children.choose_picture, name="choose_picture"),
    path("mijn/", children.mine, name="mine"),
    path("groepen/", group_views.own_groups, name="own_groups"),
    path(_GROUP, group_views.own_group, name="own_group"),
    path(f"{_GROUP}kind/", group_views.add_child, name="add_child"),
    path(f"{_GROUP}activatiekaarten.pdf", group_views.activation_cards, name="own_cards"),
    path(f"{_GROUP}plaatjeskaarten.pdf", group_views.picture_cards, name="own_picture_cards"),
    path(_TEACHERS, naming_views.teachers, name="teachers"),
    path(f"{_TEACHERS}nieuw/", naming_views.name_teacher, name="name_teacher"),
    path(f"{_TEACHERS}einde/", naming_views.end_teaching, name="end_teaching"),
    path(f"{_TEACHERS}voorstel/", naming_views.answer_proposal, name="answer_proposal"),
    path(f"{_SCHOOL}leerlingen/", list_views.uploads, name="uploads"),
    path(f"{_SCHOOL}leerlingen/ontvang/", receiving.receive, name="receive"),
    path(f"{_SCHOOL}werkt-hier-niet-meer/", list_views.report_gone, name="report_gone"),
    path(f"{_SCHOOL}voorbeeld.<str:kind>", list_views.sample, name="sample"),
    path(_ONE, list_views.upload, name="upload"),
    path(f"{_ONE}plan/", list_views.plan, name="plan"),
    path(f"{_ONE}verslag.xlsx", list_views.report, name="report"),
    path(f"{_ONE}blad/", receiving.choose_sheet, name="choose_sheet"),
    path(f"{_ONE}kolommen/", asking.choose_columns, name="choose_columns"),
    path(f"{_ONE}schooljaar/", asking.set_terms, name="set_terms"),
    path(f"{_ONE}verbeter/", asking.repair, name="repair"),
    path(f"{_ONE}laat-weg/", asking.leave_out, name="leave_out"),
    path(f"{_ONE}antwoord/", asking.answer, name="answer"),
    path(f"{_ONE}verstuur/", asking.send, name="send"),
    path(f"{_ONE}verwijder/", asking.withdraw, name="withdraw"),
]
