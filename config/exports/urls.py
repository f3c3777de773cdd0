from django.urls import path

from config.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("new/", views.ask, name="ask"),
    path("<int:pk>/file/", views.file, name="file"),
]
