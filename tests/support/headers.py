"""What every answer carries, whatever it is an answer to (threats 14 and 15)."""

from typing import Any

SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def unsafe(answer: Any, *, signed_in: bool) -> list[str]:
    """Return what is wrong with the headers of an answer; nothing should be."""
    headers = answer.headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    wrong = [f"{name} {policy.get(name)}" for name in SOURCES if policy.get(name) != SOURCES[name]]
    wrong += [f"{name}: {value}" for name, value in policy.items() if "unsafe" in value]
    if headers.get("X-Content-Type-Options") != "nosniff":
        wrong.append("no nosniff")
    if headers.get("Referrer-Policy") not in ("no-referrer", "same-origin"):
        wrong.append(f"Referrer-Policy {headers.get('Referrer-Policy')}")
    if signed_in and headers.get("Cache-Control") != "no-store":
        wrong.append(f"signed in, but Cache-Control {headers.get('Cache-Control')}")
    if "Cookie" not in headers.get("Vary", ""):
        wrong.append("does not vary by cookie")
    if answer.content_type == "text/html" and b"<script>" in answer.body:
        wrong.append("an inline script")
    return wrong
