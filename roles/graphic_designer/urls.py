from django.urls import path

from roles.graphic_designer.views import board, desk, files, review

app_name = "graphic_designer"
urlpatterns = [
    path("desk/graphic-designer/", desk.desk, name="desk"),
    path("briefs/ask/<int:type_id>/<int:pk>/", desk.ask, name="ask"),
    path("briefs/of/<int:type_id>/<int:pk>/", desk.of, name="of"),
    path("campaigns/<int:pk>/pictures/", desk.of_campaign, name="of_campaign"),
    path("products/<int:pk>/picture/", desk.begin, name="begin"),
    path("products/<int:pk>/picture/take-up/", desk.take_up, name="take_up"),
    path("briefs/<int:pk>/", board.brief, name="brief"),
    path("briefs/<int:pk>/compare/", board.compare, name="compare"),
    path("briefs/<int:pk>/upload/", board.upload, name="upload"),
    path("briefs/<int:pk>/describe/", board.describe, name="describe"),
    path("briefs/<int:pk>/send/", board.send, name="send"),
    path("briefs/<int:pk>/take-back/", board.take_back, name="take_back"),
    path("briefs/<int:pk>/approve/", review.approve, name="approve"),
    path("briefs/<int:pk>/request-changes/", review.request_changes, name="request_changes"),
    path("briefs/<int:pk>/withdraw/", review.withdraw, name="withdraw"),
    path("briefs/<int:pk>/set/", files.take, name="take"),
    path("proof-pictures/<int:pk>/", files.picture, name="picture"),
    path("proof-pictures/<int:pk>/small/", files.small, name="small"),
    path("proof-pictures/<int:pk>/remove/", board.remove, name="remove"),
    path("proof-pictures/<int:pk>/focus/", board.focus, name="focus"),
    path("proof-pictures/<int:pk>/pin/", review.pin, name="pin"),
    path("pins/<int:pk>/settle/", review.settle, name="settle"),
]
