"""Submitting another wording of an amendment, in the browser."""

from support.proposing import ADDRESS

from guideline_workshop.services.drafting import Edit, Place

FIRST = Edit(Place.REPLACE, "p2", "Der Kreis fördert kostenlose Sprachkurse.")


def test_a_new_wording_takes_the_number_of_the_old_one(proposing):
    made = proposing.submitted(proposing.delegate, FIRST, title="Kostenlos")
    browser = proposing.site.signed_in(proposing.delegate)
    page = browser.get(f"{ADDRESS}/{made.number}")
    edit = page.forms[_form(page, "/revise")].submit().follow()
    edit.mustcontain(f"Neuer Wortlaut von Ä {made.number}")
    form = edit.forms["draft"]
    form["text"] = "Der Kreis bezahlt Sprachkurse."
    form["title"] = "Bezahlt"
    review = form.submit("act", value="review").follow()
    review.mustcontain("ersetzt den bisher eingereichten Wortlaut")
    shown = review.forms[_form(review, "/submit")].submit().follow()
    assert shown.request.path.endswith(f"/amendments/{made.number}")
    shown.mustcontain("Bezahlt", "Frühere Wortlaute dieses Antrags")

    visitor = proposing.site.visitor()
    earlier = visitor.get(f"{ADDRESS}/{made.number}/editions/1")
    earlier.mustcontain("Kostenlos", "früher")
    since = visitor.get(f"{ADDRESS}/{made.number}/editions/2")
    assert "bezahlt" in since.html.select_one("#since ~ .gw-text--tracked ins").get_text()
    visitor.get(f"{ADDRESS}/{made.number}/editions/3", status=404)


def test_a_draft_of_a_new_wording_is_no_further_amendment(proposing):
    made = proposing.submitted(proposing.delegate, FIRST, title="Kostenlos")
    browser = proposing.site.signed_in(proposing.delegate)
    page = browser.get(f"{ADDRESS}/{made.number}")
    draft = page.forms[_form(page, "/revise")].submit().follow().request.path.split("/")[-2]
    again = browser.get(f"{ADDRESS}/{made.number}")
    assert again.html.find("a", href=lambda href: href and f"/{draft}/edit" in href)
    stranger = proposing.site.signed_in(proposing.stranger)
    stranger.get(f"{ADDRESS}/{draft}", status=404)
    assert "revise" not in stranger.get(f"{ADDRESS}/{made.number}").text
    listed = browser.get(ADDRESS)
    assert f"Neuer Wortlaut von Ä {made.number}" in listed.html.find("main").get_text()


def _form(page, ending):
    """Return the number of the form whose address ends so."""
    return next(key for key, form in page.forms.items() if form.action.endswith(ending))
