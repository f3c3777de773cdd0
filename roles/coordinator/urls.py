from django.urls import path

from roles.coordinator import views

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/needs-me/", views.needs_me, name="needs_me"),
    path("dashboard/hand-out/", views.hand_out, name="hand_out"),
]
