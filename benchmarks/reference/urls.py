"""The form, and the page that thanks."""

from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from benchmarks.reference.models import Entry


class EntryForm(ModelForm):  # not generic at run time
    """Two texts and a file."""

    class Meta:
        """Of the one table."""

        model = Entry
        fields = ("where", "what", "files")


def report(request: HttpRequest) -> HttpResponse:
    """Show the form; store what is sent."""
    form = EntryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return render(request, "reference/thanks.html", {"entry": form.save()})
    return render(request, "reference/form.html", {"form": form})


def ready(_request: HttpRequest) -> HttpResponse:
    """Say that the server runs."""
    return HttpResponse("ok")


urlpatterns = [path("report", report), path("readyz", ready)]
