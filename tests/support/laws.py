"""The laws of the text core: how many cases each is tried on, and what a case is.

Every case is named by one number, which hypothesis draws. It is the seed of the generators, which
make much text in little time, and its high digits are the sizes of what they make: so a smaller
number is a smaller case, and hypothesis finds a small one that fails.
"""

import os
from collections.abc import Callable
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.prose import chance

CASES = int(os.environ.get("GW_TEXT_CASES") or (20_000 if "CI" in os.environ else 100))
"""Few on a developer's machine, twenty thousand in CI, as many as one likes on demand."""

numbers = st.integers(0, 2**24 - 1)
"""The numbers of cases; from any wider range hypothesis draws small ones far too often."""

_SEEDS = 2**14  # for each combination of sizes


def law(test: Callable[..., None]) -> Callable[..., None]:
    """Try a property on `CASES` cases; it takes the `number` of a case."""
    tried = settings(
        max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    return tried(given(number=numbers)(test))


def minor_law(test: Callable[..., None]) -> Callable[..., None]:
    """Try a property on a tenth as many cases: `tests/unit/text/conftest.py` sets how many."""
    return given(number=numbers)(test)


def chance_and_sizes(number: int, *limits: int) -> tuple[Random, *tuple[int, ...]]:
    """Return the source of chance of a case, and a size below each of `limits`."""
    sizes = []
    rest = number // _SEEDS
    for limit in limits:
        rest, size = divmod(rest, limit)
        sizes.append(size)
    return chance(number), *sizes
