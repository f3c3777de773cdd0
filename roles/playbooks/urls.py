from django.urls import path

from roles.playbooks.views import capacity, panels, plans, runs, steps

app_name = "playbooks"
urlpatterns = [
    path("runs/", runs.runs, name="runs"),
    path("runs/ended/", runs.ended, name="ended"),
    path("runs/panel/", panels.panel, name="panel"),
    path("runs/of/<int:type_id>/<int:pk>/", panels.of_subject, name="of_subject"),
    path("runs/of/<int:type_id>/<int:pk>/start/", panels.start, name="start"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/gate/", runs.gate, name="gate"),
    path("runs/<int:pk>/change/", runs.change, name="change"),
    path("runs/<int:pk>/look/", runs.look, name="look"),
    path("runs/<int:pk>/cancel/", runs.cancel, name="cancel"),
    path("runs/<int:pk>/end/", runs.end, name="end"),
    path("runs/<int:pk>/proposal/", runs.take_proposal, name="take_proposal"),
    path("run-steps/<int:pk>/", steps.step, name="step"),
    path("run-steps/<int:pk>/people/", steps.people, name="people"),
    path("run-steps/<int:pk>/begin/", steps.begin, name="begin"),
    path("run-steps/<int:pk>/finish/", steps.finish, name="finish"),
    path("run-steps/<int:pk>/check/", steps.check, name="check"),
    path("run-steps/<int:pk>/assign/", steps.assign, name="assign"),
    path("run-steps/<int:pk>/waive/", steps.waive, name="waive"),
    path("run-steps/<int:pk>/skip/", steps.skip, name="skip"),
    path("run-steps/<int:pk>/take-up/", steps.take_up, name="take_up"),
    path("playbooks/", plans.playbooks, name="playbooks"),
    path("playbooks/new/", plans.new, name="new"),
    path("playbooks/heat/", capacity.heat, name="heat"),
    path("playbooks/hours/<int:pk>/", capacity.hours, name="hours"),
    path("playbooks/<slug:key>/", plans.playbook, name="playbook"),
    path("playbooks/<slug:key>/draft/", plans.draft, name="draft"),
    path("playbooks/<slug:key>/discard/", plans.discard, name="discard"),
    path("playbooks/<slug:key>/publish/", plans.publish, name="publish"),
    path("playbooks/<slug:key>/steps/new/", plans.add_step, name="add_step"),
    path("playbooks/<slug:key>/steps/<int:pk>/", plans.edit_step, name="edit_step"),
    path("playbooks/<slug:key>/steps/<int:pk>/drop/", plans.drop_step, name="drop_step"),
]
