from django.urls import path

from analytics import views

app_name = "analytics"
urlpatterns = [
    path("kpis/", views.board, name="board"),
    path("kpis/<str:key>/", views.kpi, name="kpi"),
    path("panels/figures/", views.figures_panel, name="figures_panel"),
    path("panels/alarms/", views.alarms_panel, name="alarms_panel"),
    path("panels/night/", views.night_panel, name="night_panel"),
    path("nights/", views.nights_log, name="nights"),
    path("nights/now/", views.measure_now, name="measure_now"),
    path("nights/<int:pk>/", views.night, name="night"),
]
