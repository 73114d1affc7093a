"""The pages of the identity provider: allauth's."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def no_icon(_: HttpRequest) -> HttpResponse:
    """Answer the browser's own question."""
    return HttpResponse(status=204)


urlpatterns = [
    path("favicon.ico", no_icon),
    path("aanmelden/", include("allauth.account.urls")),
    path("", include("allauth.idp.urls")),
]
