"""The acts that the journal records."""

from pathlib import Path

import pytest

import guideline_workshop.services
from guideline_workshop.rules.acts import Act

SERVICES = Path(guideline_workshop.services.__file__).parent
CODE = "\n".join(path.read_text(encoding="utf-8") for path in SERVICES.glob("*.py"))


@pytest.mark.parametrize("act", Act)
def test_every_act_is_recorded_by_a_service(act):
    """Threat 36: none is forgotten."""
    assert f"Act.{act.name}" in CODE


def test_an_act_reads_as_its_name():
    assert all(act.value == act.name.lower() for act in Act)
