from django.urls import path

from roles.tasks.views import digests, inbox, panels, verbs

app_name = "tasks"
urlpatterns = [
    path("inbox/", inbox.page, name="inbox"),
    path("inbox/count/", inbox.count, name="count"),
    path("inbox/morning-mail/<str:token>/", digests.off, name="digest_off"),
    path("tasks/new/", verbs.new, name="new"),
    path("tasks/bulk/", verbs.bulk, name="bulk"),
    path("tasks/late/", panels.late, name="late_panel"),
    path("tasks/load/", panels.load, name="load_panel"),
    path("tasks/of/<int:type_id>/<int:pk>/", panels.of_subject, name="of_subject"),
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
