from django.urls import path

from roles.tasks.views import digests, inbox, panels, requests, talk, verbs

app_name = "tasks"
urlpatterns = [
    path("inbox/", inbox.page, name="inbox"),
    path("inbox/count/", inbox.count, name="count"),
    path("inbox/morning-mail/<str:token>/", digests.off, name="digest_off"),
    path("tasks/new/", verbs.new, name="new"),
    path("tasks/bulk/", verbs.bulk, name="bulk"),
    path("tasks/late/", panels.late, name="late_panel"),
    path("tasks/of/<int:type_id>/<int:pk>/", panels.of_subject, name="of_subject"),
    path("talk/<int:type_id>/<int:pk>/", talk.talk, name="talk"),
    path("talk/<int:type_id>/<int:pk>/read/", talk.read, name="talk_read"),
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.new, name="new_request"),
    path("requests/<int:pk>/", requests.page, name="request"),
    path("requests/<int:pk>/accept/", requests.accept, name="accept"),
    path("requests/<int:pk>/decline/", requests.decline, name="decline"),
    path("requests/<int:pk>/deliver/", requests.deliver, name="deliver_request"),
    path("requests/<int:pk>/confirm/", requests.confirm, name="confirm"),
    path("requests/<int:pk>/send-back/", requests.send_back, name="send_back"),
    path("requests/<int:pk>/ask-again/", requests.ask_again, name="ask_again"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw"),
    path("tasks/<int:pk>/", verbs.task, name="task"),
    path("tasks/<int:pk>/read/", verbs.read, name="read"),
    path("tasks/<int:pk>/take/", verbs.take, name="take"),
    path("tasks/<int:pk>/hand-over/", verbs.hand_over, name="hand_over"),
    path("tasks/<int:pk>/wait/", verbs.wait, name="wait"),
    path("tasks/<int:pk>/wake/", verbs.wake, name="wake"),
    path("tasks/<int:pk>/finish/", verbs.finish, name="finish"),
    path("tasks/<int:pk>/cancel/", verbs.cancel, name="cancel"),
    path("tasks/<int:pk>/reopen/", verbs.reopen, name="reopen"),
    path("tasks/<int:pk>/comment/", verbs.comment, name="comment"),
]
