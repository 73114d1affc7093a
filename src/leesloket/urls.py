"""Every address of the site.  tests/contracts visits each one as every person of the cast."""

from django.urls import include, path

urlpatterns = [
    path("", include("leesloket.accounts.urls")),
    path("balie/", include("leesloket.desk.urls")),
    path("", include("leesloket.operating.urls")),
    path("", include("leesloket.portal.urls")),
]

handler400 = "leesloket.web.views.bad_request"
handler403 = "leesloket.web.views.forbidden"
handler404 = "leesloket.web.views.not_found"
handler500 = "leesloket.web.views.server_error"
