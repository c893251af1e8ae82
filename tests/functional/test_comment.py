import factories
import pytest
from factories import HOUR, NOW

from guideline_workshop.models import Comment
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.services import comments

LIST = "/consultations/beteiligung/documents/leitlinien/versions/1/comments"


class World:
    """A consultation with an open comment round, and people in it."""

    def __init__(self, site):
        self.site = site
        with site.data() as db:
            moderator = factories.moderator(db, "Mo Deration")
            ours = factories.association(db, "Sprachverein")
            theirs = factories.association(db, "Wohnverein")
            of = factories.consultation(db, moderator, [ours, theirs], title="Beteiligung")
            _document, version = factories.document_with_version(db, of, moderator)
            self.round_id = factories.round_(
                db, version, moderator, RoundKind.COMMENT, associations=[ours]
            ).id
            self.moderator = db.get_one(factories.User, moderator.user_id)
            self.delegate = factories.member(db, ours, name="Dele Gierte")
            self.drafter = factories.member(db, ours, MembershipRole.DRAFTER)
            self.not_invited = factories.member(db, theirs)

    def written(self, body, key="p2"):
        with self.site.data() as db:
            return comments.write(
                db,
                db.get_one(factories.Round, self.round_id),
                provision_key=key,
                body=body,
                by=factories.identity(db, self.delegate),
                now=NOW,
            )

    def count(self):
        with self.site.data() as db:
            return db.query(Comment).filter_by(round_id=self.round_id).count()


@pytest.fixture
def world(site):
    return World(site)


def form_to(page, ending):
    return next(form for form in page.forms.values() if form.action.endswith(ending))


def writes(page, ending="/comments/new"):
    return any(form.action.endswith(ending) for form in page.forms.values())


def test_a_member_comments_on_a_provision_and_others_reply(world):
    form = form_to(world.site.signed_in(world.drafter).get(LIST), "/comments/new")
    form["provision"], form["body"] = "p2", "Warum nur Sprachkurse?\nEs gibt mehr."
    page = form.submit()
    assert "#c" in page.location
    page = page.follow()
    assert "Sprachverein" in page.html.select_one(".gw-comment .kern-badge").text
    assert page.html.find("a", string=lambda text: text and "Abs. 1" in text)["href"].endswith(
        "/versions/1#p2"
    )
    form = form_to(world.site.signed_in(world.moderator).get(LIST), "/replies")
    form[next(name for name in form.fields if name and name.endswith("body"))] = "Guter Punkt."
    page = form.submit().follow()
    page.mustcontain("Warum nur Sprachkurse?", "Guter Punkt.", "Mo Deration")
    assert world.count() == 2


def test_a_comment_has_its_own_address(world):
    made = world.written("Hallo")
    page = world.site.visitor().get(LIST)
    assert page.html.find(id=f"c{made.id}").find("a", href=f"#c{made.id}")


def test_only_comments_on_one_provision_are_listed_when_asked(world):
    world.written("Zur Sprache", "p2")
    world.written("Zum Wohnen", "p5")
    world.written("Zu allem", None)
    browser = world.site.visitor()
    browser.get(LIST).mustcontain("Zur Sprache", "Zum Wohnen", "Zu allem")
    browser.get(f"{LIST}?provision=p5").mustcontain("Zum Wohnen", no=["Zur Sprache", "Zu allem"])
    browser.get(f"{LIST}?provision=p99").mustcontain("Zum Wohnen", "Zur Sprache")


@pytest.mark.parametrize("who", ["moderator", "not_invited"])
def test_who_may_not_comment_is_told_why(world, who):
    page = world.site.signed_in(getattr(world, who)).get(LIST)
    assert not writes(page)
    assert page.html.find(class_="gw-why-not")


def test_nobody_comments_after_the_round(world):
    made = world.written("Rechtzeitig")
    browser = world.site.signed_in(world.delegate)
    form = form_to(browser.get(LIST), "/comments/new")
    reply = form_to(browser.get(LIST), "/replies")
    with world.site.data() as db:
        db.get_one(factories.Round, world.round_id).closes_at = NOW - HOUR
    page = browser.get(LIST)
    page.mustcontain("Rechtzeitig")
    assert not writes(page)
    assert not writes(page, "/replies")
    form["body"] = "Zu spät"
    form.submit(status=403)
    reply[f"c{made.id}-body"] = "Zu spät"
    reply.submit(status=403)
    assert world.count() == 1


@pytest.mark.parametrize("body", ["", "   ", "x\x00"])
def test_what_cannot_be_a_comment_is_refused_and_kept(world, body):
    made = world.written("Anfang")
    page = world.site.signed_in(world.delegate).get(LIST)
    form = form_to(page, "/comments/new")
    form["body"], form["provision"] = body, "p5"
    again = form_to(form.submit(status=422), "/comments/new")
    assert again["provision"].value == "p5"
    form = form_to(page, "/replies")
    form[f"c{made.id}-body"] = body
    answer = form.submit(status=422)
    assert answer.html.find("details", open=True).find(class_="kern-error")
    assert world.count() == 1


def test_a_comment_on_an_unknown_provision_is_refused(world):
    form = form_to(world.site.signed_in(world.delegate).get(LIST), "/comments/new")
    form["body"] = "Hallo"
    form["provision"].force_value("p99")
    form.submit(status=422)
    assert world.count() == 0


def test_a_comment_is_text_and_never_markup(world):
    world.written("<b>fett</b>\n\n<script>alert(1)</script>")
    page = world.site.visitor().get(LIST)
    assert "<b>fett</b>" in page.html.find(class_="gw-comment").text
    assert not page.html.find(class_="gw-comment").find(["b", "script"])


def test_whoever_never_looks_at_the_next_page_can_go_on(world):
    """Messages wait in a cookie, which has room for a few."""
    browser = world.site.signed_in(world.delegate)
    form = form_to(browser.get(LIST), "/comments/new")
    for number in range(30):
        form["body"] = f"Gut, {number}"
        answer = browser.post(form.action, form.submit_fields(), status=303)
    assert len(browser.cookies["gw_session"]) < 2_000
    assert answer.follow().text.count("Ihr Kommentar ist veröffentlicht") == 2
