"""How many cases the properties try: few by default, GW_TEXT_CASES=20000 in CI, more on demand."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "text",
    max_examples=int(os.environ.get("GW_TEXT_CASES", "100")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("text")
