"""Fields and the summary of what is wrong with them."""

import pytest
from django import forms
from django.template.loader import render_to_string


class Sample(forms.Form):
    """One field of each kind."""

    where = forms.CharField(label="Where?", help_text="An address.")
    what = forms.CharField(label="What?", widget=forms.Textarea, required=False)
    topic = forms.ChoiceField(label="Topic", choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree", required=False)
    trap = forms.CharField(widget=forms.HiddenInput, required=False)


def field(name: str, data: dict[str, str] | None = None) -> str:
    """Return the HTML of one field."""
    return render_to_string("look/field.html", {"field": Sample(data)[name]})


def test_label_belongs_to_its_control() -> None:
    assert '<label for="id_where">Where?</label>' in field("where")


def test_what_is_not_compulsory_says_so() -> None:
    assert '<span class="optional">(optional)</span>' in field("what")


@pytest.mark.parametrize("data", [None, {}])
def test_everything_a_control_points_at_is_there(data: dict[str, str] | None) -> None:
    html = field("where", data)
    named = html.split('aria-describedby="')[1].split('"')[0].split()
    assert [name for name in named if f'id="{name}"' not in html] == []


def test_group_points_at_its_help_and_error() -> None:
    html = field("topic", {})
    assert html.index('aria-describedby="id_topic_error"') < html.index('id="id_topic_error"')


def test_single_choice_comes_before_its_words() -> None:
    html = field("agree")
    assert html.index("<input") < html.index("I agree")


def test_hidden_field_has_no_words() -> None:
    assert field("trap").strip() == '<input type="hidden" name="trap" id="id_trap">'


def test_what_was_typed_is_shown_as_text() -> None:
    assert "<b>" not in field("what", {"what": "</textarea><b>"})


def test_summary_leads_to_each_field() -> None:
    form = Sample({})
    html = render_to_string("look/error_summary.html", {"form": form})
    assert ('href="#id_where"' in html, 'href="#id_topic_0"' in html) == (True, True)


def test_summary_is_not_there_when_all_is_well() -> None:
    form = Sample({"where": "x", "topic": "a"})
    assert render_to_string("look/error_summary.html", {"form": form}).strip() == ""
