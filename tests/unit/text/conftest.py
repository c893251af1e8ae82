"""The properties beside the laws of `support.laws` try a tenth as many cases."""

from hypothesis import HealthCheck, settings
from support.laws import CASES

settings.register_profile(
    "text",
    max_examples=max(100, CASES // 10),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("text")


def pytest_collection_modifyitems(items):
    """Begin with the files that hold properties: one that begins last would run on alone."""
    long = {item.path for item in items if item.get_closest_marker("hypothesis")}
    items.sort(key=lambda item: item.path not in long)
