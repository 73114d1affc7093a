"""For who runs the site: the first setup, and how it is."""

from django.urls import path

from leesloket.operating import health_views, security_views, setup_views

app_name = "operating"

urlpatterns = [
    path("begin/", setup_views.begin, name="begin"),
    path("healthz", health_views.healthz, name="healthz"),
    path("readyz", health_views.readyz, name="readyz"),
    path("metrics", health_views.metrics, name="metrics"),
    path(".well-known/security.txt", security_views.security_txt, name="security_txt"),
]
