from django.urls import path

from roles.team import views

app_name = "team"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("login-as/", views.login_as, name="login_as"),
]
