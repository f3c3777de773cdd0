from django.urls import path

from roles.team import views

app_name = "team"
urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/search/", views.search, name="search"),
    path("team/cast/", views.cast, name="cast"),
    path("team/<int:pk>/", views.person, name="person"),
    path("team/<int:pk>/absences/", views.absent, name="absent"),
    path("team/<int:pk>/absences/<int:absence_pk>/remove/", views.present, name="present"),
    path("me/", views.me, name="me"),
    path("login-as/", views.login_as, name="login_as"),
]
