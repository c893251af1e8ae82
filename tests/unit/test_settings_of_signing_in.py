"""The settings of signing in."""

import pytest

from guideline_workshop.settings import InvalidSettings, read_settings

INI = {"gw.database_url": "sqlite://", "gw.secret": "x" * 32}
PROVIDER = {
    "gw.provider": "https://id.example",
    "gw.provider_name": "Kreis-ID",
    "gw.provider_client": "werkstatt",
    "gw.provider_secret": "geheim",
}


def test_a_provider_is_no_duty_and_complete_where_there_is_one():
    assert read_settings(INI, {}).provider == ""
    assert read_settings(INI | PROVIDER, {}).provider_name == "Kreis-ID"


@pytest.mark.parametrize("missing", ["provider_name", "provider_client", "provider_secret"])
def test_what_is_missing_is_named(missing):
    with pytest.raises(InvalidSettings, match=missing):
        read_settings(INI | PROVIDER | {f"gw.{missing}": ""}, {})


@pytest.mark.parametrize(
    ("issuer", "is_taken"),
    [
        ("https://id.example/realms/kreis", True),
        ("http://localhost:8080", True),
        ("http://id.example", False),
        ("id.example", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_provider_is_asked_by_https_only(issuer, is_taken):
    ini = INI | PROVIDER | {"gw.provider": issuer}
    if is_taken:
        assert read_settings(ini, {}).provider == issuer
    else:
        with pytest.raises(InvalidSettings, match="https"):
            read_settings(ini, {})
