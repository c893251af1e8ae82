"""The sign of life tells the operator what comes before people notice it (threats 56, 57)."""

from types import SimpleNamespace

import pytest
from support.pages import URL
from support.server import app_settings

from guideline_workshop.app import main
from guideline_workshop.database import WrongSchema
from guideline_workshop.services import disk

GIB = 1024**3


@pytest.mark.parametrize(
    ("free", "status", "said"),
    [
        (50 * GIB, 200, "ok"),
        (10 * GIB, 200, "disk nearly full"),
        (1024, 503, "disk full"),
    ],
)
def test_it_says_how_full_the_disk_is(site, monkeypatch, free, status, said):
    usage = SimpleNamespace(total=100 * GIB, free=free)
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _folder: usage)
    answer = site.visitor().get("/healthz", status=status)
    assert answer.json["status"] == said
    assert answer.json["disk"] == pytest.approx(1 - free / usage.total, abs=0.01)


def test_without_a_database_it_starts_and_says_so(tmp_path):
    settings = app_settings(f"sqlite:///{tmp_path}/no/such/folder.sqlite", URL)
    application = main({}, **settings)
    answer = application.request_factory.blank("/healthz", base_url=URL).get_response(application)
    assert answer.status_int == 503
    assert answer.headers["Retry-After"]


def test_it_does_not_start_over_tables_of_another_release(tmp_path):
    with pytest.raises(WrongSchema, match="guideline-workshop migrate"):
        main({}, **app_settings(f"sqlite:///{tmp_path}/empty.sqlite", URL))
