"""Views: context in, one service call, redirect or dict out."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Find the views of this package."""
    config.scan(__name__)
