from django.urls import path

from roles.web_writer.views import drafts

app_name = "web_writer"
urlpatterns = [
    path("desk/web-writer/", drafts.desk, name="desk"),
    path("products/<int:pk>/write/", drafts.begin, name="begin"),
    path("products/<int:product_pk>/write/<str:language>/", drafts.write, name="write"),
    path("products/<int:product_pk>/write/<str:language>/save/", drafts.save, name="save"),
    path("products/<int:product_pk>/write/<str:language>/submit/", drafts.submit, name="submit"),
    path("drafts/of-product/<int:pk>/", drafts.of_product, name="of_product"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/approve/", drafts.approve, name="approve"),
    path("drafts/<int:pk>/request-changes/", drafts.request_changes, name="request_changes"),
    path("drafts/<int:pk>/take-back/", drafts.take_back, name="take_back"),
]
