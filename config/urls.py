"""Every app's front door, by name: config imports no app."""

from django.contrib import admin
from django.urls import include, path

from config import health, views

handler500 = "config.lib.weather.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("search/", views.search, name="search"),
    path("language/", views.speak, name="speak"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("imports/", include("config.intake.urls")),
    path("exports/", include("config.exports.urls")),
    path("", include("catalog.urls")),
    path("", include("orders.urls")),
    path("", include("logistics.urls")),
    path("", include("customer_care.urls")),
    path("", include("roles.team.urls")),
    path("", include("roles.tasks.urls")),
    path("", include("roles.playbooks.urls")),
    path("", include("roles.web_writer.urls")),
    path("", include("roles.graphic_designer.urls")),
    path("", include("roles.webmaster.urls")),
    path("", include("roles.marketing.urls")),
    path("", include("roles.coordinator.urls")),
    path("", include("analytics.urls")),
]
