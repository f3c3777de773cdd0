"""A profile made by hand: which column of a file nobody knows yet is which field."""

from pathlib import Path

from django import forms
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from config.intake import actions
from config.intake.forms import DECIMALS
from config.intake.kinds import house
from config.intake.models import Delivery, Profile
from config.intake.ready_words import brought, guesses
from config.lib.doors import opens_with
from config.lib.tables import NotATable, Reading, open_table

DATES = [
    ("iso", _("2026-12-31 – year first")),
    ("dmy", _("31/12/2026 – day first")),
    ("mdy", _("12/31/2026 – month first")),
]


class ColumnsForm(forms.Form):
    """Which column is which field; a field without a column may have a value that always holds."""

    name = forms.CharField(label=_("Name of the profile"), max_length=100)
    decimal = forms.ChoiceField(label=_("Numbers"), choices=DECIMALS)
    dates = forms.ChoiceField(label=_("Dates"), choices=DATES)

    def __init__(self, *args, headings, **kwargs):
        super().__init__(*args, **kwargs)
        self.headings = headings
        columns = [("", "–"), *((name, name) for name in headings)]
        guessed = guesses(headings, house.kinds.values())
        used = brought(guessed, house.kinds)
        for kind in house.kinds.values():
            self.fields[f"use-{kind.key}"] = forms.BooleanField(
                label=kind.title, required=False, initial=kind.key in used
            )
            self.fields[f"grouped-{kind.key}"] = forms.BooleanField(
                label=_("Several rows of the file make one"),
                required=False,
                initial=kind.key == "orders" and {"orders", "lines"} <= set(used),
            )
            for field in kind.fields:
                self._add(kind, field, columns, guessed[kind.key][field.name])

    def _add(self, kind, field, columns, guess):
        place = f"{kind.key}-{field.name}"
        label = str(field.label)
        self.fields[f"column-{place}"] = forms.ChoiceField(
            label=label, choices=columns, required=False, initial=guess
        )
        self.fields[f"always-{place}"] = forms.CharField(
            label=_("%(field)s: always") % {"field": label}, required=False, max_length=200
        )
        if field.type == "choice":
            self.fields[f"words-{place}"] = forms.CharField(
                label=_("%(field)s: their word = ours, one a line") % {"field": label},
                help_text=", ".join(field.choices),
                widget=forms.Textarea(attrs={"rows": 3}),
                required=False,
            )

    def sheets(self):
        """The form as it is shown: per kind its switches and a line per field."""
        for kind in house.kinds.values():
            lines = [
                {
                    "field": field,
                    "column": self[f"column-{kind.key}-{field.name}"],
                    "always": self[f"always-{kind.key}-{field.name}"],
                    "words": self[f"words-{kind.key}-{field.name}"]
                    if field.type == "choice"
                    else None,
                }
                for field in kind.fields
            ]
            yield {
                "kind": kind,
                "use": self[f"use-{kind.key}"],
                "grouped": self[f"grouped-{kind.key}"],
                "lines": lines,
            }

    def clean(self):
        said = super().clean()
        used = [kind for kind in house.kinds.values() if said.get(f"use-{kind.key}")]
        if not used:
            self.add_error(None, _("Choose at least one kind of row that the file brings."))
        for kind in used:
            for field in kind.fields:
                if field.required and not self._spec(kind, field):
                    message = _("Choose the column, or a value that always holds.")
                    self.add_error(f"column-{kind.key}-{field.name}", message)
        return said

    def _spec(self, kind, field):
        """Where a field comes from, in the words of a profile; nothing when nobody said."""
        place = f"{kind.key}-{field.name}"
        column = self.cleaned_data.get(f"column-{place}")
        if column:
            words = _words(self.cleaned_data.get(f"words-{place}", ""))
            return {"of": column, "map": words} if words else column
        always = self.cleaned_data.get(f"always-{place}")
        return {"value": always} if always else None

    def kinds(self):
        """The kinds of row as a profile keeps them."""
        said, kinds = self.cleaned_data, {}
        for kind in house.kinds.values():
            if not said.get(f"use-{kind.key}"):
                continue
            columns = {field.name: self._spec(kind, field) for field in kind.fields}
            spec = {"columns": {name: spec for name, spec in columns.items() if spec}}
            if said.get(f"grouped-{kind.key}"):
                spec["grouped"] = True
            kinds[kind.key] = spec
        return kinds


def _words(text):
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {theirs.strip(): ours.strip() for theirs, _sign, ours in pairs}


def _used_columns(kinds):
    columns = []
    for spec in kinds.values():
        for said in spec["columns"].values():
            column = said if isinstance(said, str) else said.get("of")
            if column and column not in columns:
                columns.append(column)
    return columns


def _together(kinds):
    """Where orders and their lines stand in the same rows, an order lands whole or not at all."""
    if {"orders", "lines"} <= set(kinds):
        return {"together": kinds["lines"]["columns"]["order"]}
    return {}


@transaction.atomic
def _save(form, delivery, *, by):
    kinds = form.kinds()
    name = form.cleaned_data["name"]
    key = base = slugify(name)[:50] or "profile"
    number = 1
    while Profile.objects.filter(key=key).exists():
        number += 1
        key = f"{base}-{number}"
    reading = {"decimal": form.cleaned_data["decimal"], "dates": form.cleaned_data["dates"]}
    profile = Profile.objects.create(
        key=key,
        name=name,
        family=key,
        reading=reading | _together(kinds),
        signature=_used_columns(kinds),
        kinds=kinds,
    )
    actions.read_with(delivery, profile=profile, by=by)


@require_http_methods(["GET", "POST"])
@opens_with("intake.add_delivery")
def columns(request, pk):
    """Say which column is which field, and keep it as a profile for the next file."""
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    try:
        with open_table(Path(delivery.file.path), Reading()) as table:
            headings = table.columns
            samples = [row.cells for row, _n in zip(table.rows, range(3), strict=False)]
    except (NotATable, ValueError) as error:
        raise Http404 from error
    form = ColumnsForm(
        request.POST or None, headings=headings, initial={"name": Path(delivery.name).stem}
    )
    if request.method == "POST" and form.is_valid():
        _save(form, delivery, by=request.user)
        return redirect(delivery)
    context = {
        "delivery": delivery,
        "form": form,
        "headings": headings,
        "samples": samples,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "intake/columns.html", context, status=status)
