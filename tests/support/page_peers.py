"""The reading page as it would be built with Django or with Flask, on the same database.

Both read a version, the amendments to it and the numbers of comments through their usual ORM, and
show text and marks with our own Jinja2 macros: what is compared is everything around these,
routing, ORM, and what is kept from one reader to the next. They know no rounds, rights or
languages.
"""

import json
from pathlib import Path
from typing import Any

import django
import flask
import jinja2
import sqlalchemy as sa
from django.conf import settings
from sqlalchemy.orm import Session

from guideline_workshop import models
from guideline_workshop.exports import fragments
from guideline_workshop.services.reading import GONE
from guideline_workshop.text.amendment import changes_from_json, touched
from guideline_workshop.text.document import Document
from guideline_workshop.text.numbering import numbering
from guideline_workshop.views.words import FAMILIES

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGE = """<!doctype html><html lang="de"><head><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1>{% import "macros/text.jinja2" as text with context %}
{{ text.toc(provisions, references) }}
{% call(p) text.text(provisions, references) %}
<div>{% for number in marks.get(p.key, ()) %}<a href="/amendments/{{ number }}">Ä {{ number }}</a>
{% endfor %}{% if comments.get(p.key) %}{{ comments[p.key] }} Kommentare{% endif %}</div>
{% endcall %}</body></html>"""


def page_template() -> jinja2.Template:
    """Return the page both render."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # of i18n
    environment.globals.update(
        locale="de",
        provision_html=fragments.provision_html,
        cells_html=fragments.cells_html,
        word=lambda family, value: FAMILIES[family].get(value, value),
    )
    return environment.from_string(PAGE)


def page_of(template: jinja2.Template, title: str, stored: Any, proposed: Any, said: Any) -> str:
    """Render the page from what an ORM has read."""
    document = Document.from_json(stored)
    marks: dict[str, list[int]] = {}
    for number, changes in proposed:
        for key in touched(changes_from_json(changes)):
            marks.setdefault(key, []).append(number)
    return template.render(
        title=title,
        provisions=document.provisions,
        references=numbering(document),
        marks=marks,
        comments=dict(map(tuple, said)),
    )


def flask_page(database_url: str) -> Any:
    """Build the page with Flask and SQLAlchemy; return its test client."""
    application = flask.Flask("peer")
    engine, template = sa.create_engine(database_url), page_template()

    @application.get("/versions/<int:number>")
    def show(number: int) -> str:
        with Session(engine) as db:
            version = db.get_one(models.Version, number)
            amendments = db.scalars(
                sa.select(models.Amendment)
                .where(
                    models.Amendment.version_id == number,
                    models.Amendment.number.is_not(None),
                    models.Amendment.state.not_in(GONE),
                )
                .order_by(models.Amendment.number)
            )
            said = db.execute(
                sa.select(models.Comment.provision_key, sa.func.count())
                .join(models.Comment.round)
                .where(models.Round.version_id == number)
                .group_by(models.Comment.provision_key)
            )
            proposed = [(one.number, one.changes) for one in amendments]
            return page_of(template, version.title, version.provisions, proposed, said)

    return application.test_client()


def django_page(path: Path) -> Any:
    """Build the page with Django's ORM and Jinja2; return its test client."""
    from django.test import Client  # noqa: PLC0415 -- Django wants its settings first

    settings.configure(
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="-" * 32,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
    )
    django.setup()
    from django import db  # noqa: PLC0415
    from django.http import HttpResponse  # noqa: PLC0415
    from django.urls import path as route  # noqa: PLC0415

    class Version(db.models.Model):  # noqa: DJ008 -- nobody prints it
        title = db.models.TextField()
        provisions = db.models.JSONField()

        class Meta:
            app_label, managed, db_table = "peer", False, "versions"

    class Amendment(db.models.Model):  # noqa: DJ008
        number = db.models.IntegerField(null=True)
        state = db.models.TextField()
        changes = db.models.JSONField()
        version = db.models.ForeignKey(Version, db.models.DO_NOTHING)

        class Meta:
            app_label, managed, db_table = "peer", False, "amendments"

    class Round(db.models.Model):  # noqa: DJ008
        version = db.models.ForeignKey(Version, db.models.DO_NOTHING)

        class Meta:
            app_label, managed, db_table = "peer", False, "rounds"

    class Comment(db.models.Model):  # noqa: DJ008
        provision_key = db.models.TextField(null=True)  # noqa: DJ001 -- as it is stored
        round = db.models.ForeignKey(Round, db.models.DO_NOTHING)

        class Meta:
            app_label, managed, db_table = "peer", False, "comments"

    template = page_template()

    def show(_request: Any, number: int) -> HttpResponse:
        version = Version.objects.get(pk=number)
        amendments = (
            Amendment.objects.filter(version_id=number, number__isnull=False)
            .exclude(state__in=[state.value for state in GONE])
            .order_by("number")
        )
        said = (
            Comment.objects.filter(round__version_id=number)
            .values_list("provision_key")
            .annotate(count=db.models.Count("id"))
        )
        proposed = [(one.number, one.changes) for one in amendments]
        stored = version.provisions
        stored = json.loads(stored) if isinstance(stored, str) else stored
        return HttpResponse(page_of(template, version.title, stored, proposed, said))

    urlpatterns[:] = [route("versions/<int:number>", show)]
    return Client()


urlpatterns: list[Any] = []
