from django.urls import path

from roles.webmaster.views import checks, defects, desk, releases

app_name = "webmaster"
urlpatterns = [
    path("desk/webmaster/", desk.desk, name="desk"),
    path("defects/panel/", desk.panel, name="panel"),
    path("defects/", defects.defects, name="defects"),
    path("defects/new/", defects.new, name="report"),
    path("defects/of/<int:type_id>/<int:pk>/", defects.of_subject, name="of_subject"),
    path("defects/<int:pk>/", defects.defect, name="defect"),
    path("defects/<int:pk>/accept/", defects.accept, name="accept"),
    path("defects/<int:pk>/begin/", defects.begin, name="begin"),
    path("defects/<int:pk>/put-back/", defects.put_back, name="put_back"),
    path("defects/<int:pk>/weigh/", defects.weigh, name="weigh"),
    path("defects/<int:pk>/fix/", defects.fix, name="fix"),
    path("defects/<int:pk>/verify/", defects.verify, name="verify"),
    path("defects/<int:pk>/send-back/", defects.send_back, name="send_back"),
    path("defects/<int:pk>/decline/", defects.decline, name="decline"),
    path("defects/<int:pk>/duplicate/", defects.duplicate, name="duplicate"),
    path("defects/<int:pk>/come-back/", defects.come_back, name="come_back"),
    path("releases/", releases.releases, name="releases"),
    path("releases/new/", releases.new, name="plan"),
    path("releases/<int:pk>/", releases.release, name="release"),
    path("releases/<int:pk>/go-out/", releases.go_out, name="go_out"),
    path("releases/<int:pk>/roll-back/", releases.roll_back, name="roll_back"),
    path("releases/<int:pk>/cancel/", releases.cancel, name="cancel"),
    path("releases/<int:pk>/move/", releases.move, name="move"),
    path("releases/<int:pk>/waive/", releases.waive, name="waive"),
    path("freezes/new/", releases.freeze, name="freeze"),
    path("freezes/<int:pk>/lift/", releases.lift, name="lift"),
    path("checks/", checks.checks, name="checks"),
    path("checks/new/", checks.new, name="new_check"),
    path("checks/<int:pk>/", checks.check, name="check"),
    path("checks/<int:pk>/change/", checks.change, name="change_check"),
    path("checks/<int:pk>/ask/", checks.ask, name="ask"),
]
