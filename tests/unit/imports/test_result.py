import json

import pytest

from guideline_workshop.imports.result import Imported, Notice, NoticeCode, Reason, Unreadable
from guideline_workshop.text.document import Field, Kind, Provision


def test_a_result_survives_json():
    imported = Imported(
        "Leitlinien",
        (
            Provision("p1", Kind.HEADING, 1, "Sprache"),
            Provision("p2", Kind.FIELD, 0, "Alle", Field.GOAL),
        ),
        (Notice(NoticeCode.IMAGES, 2, "Foto · Diagramm"), Notice(NoticeCode.COMMENTS, 1)),
    )
    assert Imported.from_json(json.loads(json.dumps(imported.as_json()))) == imported


@pytest.mark.parametrize("data", [{}, {"title": "", "provisions": [], "notices": [{"code": "x"}]}])
def test_anything_else_is_an_error(data):
    with pytest.raises((KeyError, ValueError)):
        Imported.from_json(data)


@pytest.mark.parametrize("reason", Reason)
def test_only_too_large_files_are_too_large(reason):
    too_large = reason in {Reason.TOO_LARGE, Reason.UNPACKED_TOO_LARGE}
    assert Unreadable(reason).status == (413 if too_large else 422)
