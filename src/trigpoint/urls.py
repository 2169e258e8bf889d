"""Addresses: pages at the top, the programming interface under /api/."""

from django.urls import include, path

from trigpoint.api import api

urlpatterns = [
    path("api/", api.urls),
    path("", include("trigpoint.web.urls")),
]

handler400 = "trigpoint.web.views.errors.bad_request"
handler403 = "trigpoint.web.views.errors.forbidden"
handler404 = "trigpoint.web.views.errors.not_found"
handler500 = "trigpoint.web.views.errors.server_error"
