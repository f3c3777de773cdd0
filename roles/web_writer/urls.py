from django.urls import path

from roles.web_writer.views import copies, drafts

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
    path("drafts/<int:pk>/throw-away/", drafts.throw_away, name="throw_away"),
    path("copies/<int:pk>/", copies.copy, name="copy"),
    path("copies/<int:pk>/variants/", copies.variants, name="variants"),
    path("copies/<int:pk>/save/", copies.save, name="save_copy"),
    path("copies/<int:pk>/submit/", copies.submit, name="submit_copy"),
    path("copies/<int:pk>/take-back/", copies.take_back, name="take_copy_back"),
    path("copies/<int:pk>/add-variant/", copies.add_variant, name="add_variant"),
    path("copies/<int:pk>/approve/", copies.approve, name="approve_copy"),
    path("copies/<int:pk>/send-back/", copies.send_back, name="send_copy_back"),
    path("copies/<int:pk>/withdraw/", copies.withdraw, name="withdraw_copy"),
    path("copies/of/<int:type_id>/<int:pk>/", copies.copies_of, name="copies_of"),
    path("copies/ask/<int:type_id>/<int:pk>/", copies.ask_for_copy, name="ask_for_copy"),
    path("campaigns/<int:pk>/texts/", copies.texts_of_campaign, name="texts_of_campaign"),
]
