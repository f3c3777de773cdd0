from django.urls import path

from roles.web_writer import views

app_name = "web_writer"
urlpatterns = [
    path("desk/web-writer/", views.desk, name="desk"),
    path("products/<int:pk>/write/", views.begin, name="begin"),
    path("products/<int:product_pk>/write/<str:language>/", views.write, name="write"),
    path("products/<int:product_pk>/write/<str:language>/save/", views.save, name="save"),
    path("products/<int:product_pk>/write/<str:language>/submit/", views.submit, name="submit"),
    path("drafts/of-product/<int:pk>/", views.of_product, name="of_product"),
    path("drafts/<int:pk>/", views.draft, name="draft"),
    path("drafts/<int:pk>/approve/", views.approve, name="approve"),
    path("drafts/<int:pk>/request-changes/", views.request_changes, name="request_changes"),
    path("drafts/<int:pk>/take-back/", views.take_back, name="take_back"),
]
