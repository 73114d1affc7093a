"""For who runs the site: the first setup."""

from django.urls import path

from leesloket.operating import setup_views

app_name = "operating"

urlpatterns = [
    path("begin/", setup_views.begin, name="begin"),
]
