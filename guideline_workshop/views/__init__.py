"""Views: context in, one service call, redirect or dict out."""

from pyramid.config import Configurator
from pyramid.tweens import EXCVIEW


def includeme(config: Configurator) -> None:
    """Find the views of this package."""
    config.scan(__name__)
    config.add_tween(
        "guideline_workshop.views.errors.readable_tween",
        under="guideline_workshop.security.headers_tween",
        over=("pyramid_tm.tm_tween_factory", EXCVIEW),
    )
