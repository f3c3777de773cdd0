from django.urls import path

from config.intake import mapping, views

app_name = "intake"
urlpatterns = [
    path("", views.deliveries, name="deliveries"),
    path("new/", views.new, name="new"),
    path("profiles/", views.profiles, name="profiles"),
    path("<int:pk>/", views.delivery, name="delivery"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/profile/", views.choose_profile, name="choose_profile"),
    path("<int:pk>/rehearse/", views.rehearse, name="rehearse"),
    path("<int:pk>/import/", views.start, name="start"),
    path("<int:pk>/rejected/", views.rejected, name="rejected"),
    path("<int:pk>/columns/", mapping.columns, name="columns"),
]
