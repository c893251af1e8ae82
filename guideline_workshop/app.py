"""The WSGI application."""

import gc
from typing import Any

from pyramid.config import Configurator

from guideline_workshop.requests import WorkshopRequest
from guideline_workshop.settings import read_settings

PARTS = (
    "database",
    "background",
    "security",
    "hosts",
    "repeats",
    "requests",
    "templating",
    "visitors",
    "assets",
    "routes",
    "views",
)


def main(global_config: dict[str, str], **ini: Any) -> Any:
    """Make the application from the settings of the ini file and the environment."""
    del global_config
    with Configurator(settings=ini, request_factory=WorkshopRequest) as config:
        config.registry.gw = read_settings(ini)
        for part in PARTS:
            config.include(f"guideline_workshop.{part}")
        app = config.make_wsgi_app()
    # what start-up made stays; collecting it again and again costs the slowest requests most
    gc.collect()
    gc.freeze()
    return app
