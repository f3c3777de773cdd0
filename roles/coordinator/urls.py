from django.urls import path

from roles.coordinator import views

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/needs-me/", views.needs_me, name="needs_me"),
    path("dashboard/hand-out/", views.hand_out, name="hand_out"),
    path("campaigns/<int:pk>/page/", views.campaign_page, name="campaign_page"),
    path("campaigns/<int:pk>/lacking-answers/", views.lacking_answers, name="lacking_answers"),
    path(
        "products/<int:pk>/answers/",
        views.answers_about,
        {"label": "catalog.product"},
        name="product_answers",
    ),
    path(
        "defects/<int:pk>/answers/",
        views.answers_about,
        {"label": "webmaster.defect"},
        name="defect_answers",
    ),
]
