from django.urls import path

from orders import views

app_name = "orders"
urlpatterns = [
    path("orders/", views.orders, name="orders"),
    path("orders/search/", views.search, name="search"),
    path("orders/<int:pk>/", views.order, name="order"),
    path("customers/", views.customers, name="customers"),
    path("customers/<int:pk>/", views.customer, name="customer"),
]
