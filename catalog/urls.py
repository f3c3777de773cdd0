from django.urls import path

from catalog import views

app_name = "catalog"
urlpatterns = [
    path("products/", views.products, name="products"),
    path("products/search/", views.search, name="search"),
    path("products/<int:pk>/", views.product, name="product"),
    path("products/<int:pk>/pictures/<str:name>", views.picture, name="picture"),
]
