"""Forms for issues and merges: a host shows a form only where it is written as it expects."""

import re

import pytest
import yaml

from tools.pages import ROOT

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
KINDS = {"input", "textarea", "dropdown", "checkboxes", "markdown"}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_a_form_has_what_the_host_needs_to_show_it(form):
    read = yaml.safe_load(form.read_text())
    assert {"name", "description", "title", "body"} <= set(read)
    ids = [field["id"] for field in read["body"]]
    assert len(set(ids)) == len(ids)
    for field in read["body"]:
        assert field["type"] in KINDS
        assert field["attributes"]["label"]
        assert set(field) <= {"type", "id", "attributes", "validations"}
        assert set(field["attributes"]) <= {"label", "description", "placeholder", "render"}
    assert any(field.get("validations", {}).get("required") for field in read["body"])


def test_there_is_a_form_for_a_number_a_page_and_the_package():
    assert {form.stem for form in FORMS} == {"wrong-number", "hard-to-read", "package-fault"}


def test_a_merge_asks_only_for_commands_that_there_are():
    text = (ROOT / ".github" / "pull_request_template.md").read_text()
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = re.findall(r"`make (\w+)`", text)
    assert asked
    assert set(asked) <= targets


def test_what_a_contributor_should_know_is_linked():
    contributing = (ROOT / "CONTRIBUTING.md").read_text()
    for name in re.findall(r"\]\(([A-Z_]+(?:\.md)?)\)", contributing):
        assert (ROOT / name).is_file()
    assert "(CODE_OF_CONDUCT.md)" in contributing
