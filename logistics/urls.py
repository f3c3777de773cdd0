from django.urls import path

from logistics.views import counts
from logistics.views import parcels as views

app_name = "logistics"
urlpatterns = [
    path("desk/warehouse/", views.desk, name="desk"),
    path("parcels/", views.parcels, name="parcels"),
    path("parcels/late/", views.late_panel, name="late_panel"),
    path("parcels/search/", views.search, name="search"),
    path("parcels/of-order/<int:pk>/", views.of_order, name="of_order"),
    path("parcels/<int:pk>/", views.parcel, name="parcel"),
    path("parcels/<int:pk>/watch/", views.watch, name="watch"),
    path("parcels/<int:pk>/pack/", views.pack, name="pack"),
    path("parcels/<int:pk>/unpack/", views.unpack, name="unpack"),
    path("parcels/<int:pk>/ship/", views.ship, name="ship"),
    path("parcels/<int:pk>/deliver/", views.deliver, name="deliver"),
    path("parcels/<int:pk>/lose/", views.lose, name="lose"),
    path("stock/counts/", counts.shelves, name="counts"),
    path("stock/counts/capacity/", counts.set_capacity, name="set_capacity"),
]
