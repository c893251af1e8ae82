"""Relations in the browser: set and removed by the moderation, read by everybody."""

import pytest
from support.proposing import ADDRESS


@pytest.fixture
def moderator(proposing):
    return proposing.site.signed_in(proposing.moderator)


@pytest.fixture
def made(proposing):
    return [
        proposing.submitted(user, title=title).number
        for user, title in ((proposing.delegate, "Kurse"), (proposing.stranger, "Mehr Kurse"))
    ]


def form_to(page, ending):
    return next(one for one in page.forms.values() if one.action.endswith(ending))


def related(moderator, number, **values):
    form = form_to(moderator.get(f"{ADDRESS}/{number}/relations"), "/relations")
    for name, value in values.items():
        form[name] = value
    return form.submit(expect_errors=True)


def section(page):
    found = page.html.find(id="relations")
    return " ".join(found.get_text().split()) if found else ""


def test_everybody_reads_it_on_both_pages(proposing, moderator, made):
    related(moderator, 2, kind="further", other="1").follow().mustcontain("festgelegt")
    visitor = proposing.site.visitor()
    assert "geht weiter als Ä 1: Kurse" in section(visitor.get(f"{ADDRESS}/2"))
    assert "geht weniger weit als Ä 2: Mehr Kurse" in section(visitor.get(f"{ADDRESS}/1"))
    delegate = proposing.site.signed_in(proposing.delegate)
    delegate.get("/consultations/beteiligung/journal").mustcontain("geht weiter als", "Ä 1")
    delegate.get(f"{ADDRESS}/1/relations", status=403)
    assert len(made) == 2


def test_it_is_removed_with_a_reason(proposing, moderator, made):
    page = related(moderator, 1, kind="competing", other="2").follow()
    form = form_to(page, "/remove")
    refused = form.submit(status=422)
    assert refused.html.select_one("textarea[aria-invalid=true]")
    late = form_to(moderator.get(f"{ADDRESS}/2/relations"), "/remove")
    form = form_to(refused, "/remove")
    (reason,) = [name for name in form.fields if name and name.endswith("-reason")]
    form[reason] = "Sie ergänzen sich."
    form.submit().follow().mustcontain("entfernt")
    visitor = proposing.site.visitor()
    assert [section(visitor.get(f"{ADDRESS}/{number}")) for number in made] == ["", ""]
    late[reason] = "Zu spät."
    late.submit(status=409)
    proposing.site.signed_in(proposing.delegate).get(
        "/consultations/beteiligung/journal"
    ).mustcontain("Sie ergänzen sich.")


@pytest.mark.parametrize(
    ("values", "status", "where"),
    [
        ({"kind": "depends"}, 422, "other"),
        ({"other": "2"}, 422, "kind"),
        ({"kind": "depends", "other": "99"}, 422, "other"),
        ({"kind": "depends", "other": "1"}, 422, "other"),
        ({"kind": "depends", "other": "x"}, 422, "other"),
        ({"kind": "competing", "other": "2"}, 409, "kind"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(moderator, made, values, status, where):
    related(moderator, 2, kind="competing", other="1")
    page = related(moderator, made[0], **values)
    assert page.status_int == status
    assert page.html.find(id=f"{where}-error")
    form = form_to(page, "/relations")
    for name, value in values.items():
        assert form[name].value == value
