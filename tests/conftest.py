"""What all tests share; the fixtures themselves live in tests/support."""

pytest_plugins = [
    "support.databases",
    "support.browser",
    "support.server",
    "support.pages",
    "support.proposing",
    "support.world",
    "support.scene",
    "support.smtp",
    "support.redis",
]
