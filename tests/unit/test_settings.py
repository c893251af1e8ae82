"""Settings are checked at the start, and each one is documented."""

from dataclasses import fields
from pathlib import Path

import pytest

from guideline_workshop.settings import InvalidSettings, Settings, read_settings

INI = {"gw.database_url": "sqlite://", "gw.secret": "x" * 32}
DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "nowhere"),
        ("secret", "short"),
        ("public_url", "beteiligung.example.org"),
        ("time_zone", "Europe/Ohmbergen"),
        ("time_zone", ""),
        ("time_zone", "../etc/passwd"),
        ("operator", "Integrationsbüro"),
        ("operator", "a@example.org, b@example.org"),
        ("mail_url", "mailto:a@example.org"),
        ("queue_url", "amqp://localhost"),
        ("worker", "vielleicht"),
        ("second_factor", "1"),
        ("provider", "http://id.example"),
    ],
)
def test_a_wrong_setting_is_named_at_the_start(name, value):
    with pytest.raises(InvalidSettings, match=f"gw.{name} "):
        read_settings(INI | {f"gw.{name}": value}, {})


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(InvalidSettings, match=r"gw\.secret .*; gw\.time_zone "):
        read_settings(INI | {"gw.secret": "", "gw.time_zone": "Mars"}, {})


def test_the_environment_wins():
    assert read_settings(INI, {"GW_TIME_ZONE": "Europe/Paris"}).time_zone == "Europe/Paris"


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_each_setting_is_documented(field):
    assert f"`GW_{field.name.upper()}`" in DOCUMENTATION.read_text()
