"""Typst in a process of its own: run as a script, publication in, PDF out.

It reads {"template", "fonts", "publication", "timestamp"} as JSON from standard input. It imports
nothing of ours, so that it starts quickly and has nothing to lose. Exit status 3 means that Typst
refused the text and says why on standard error.
"""

import json
import resource
import sys

import typst

# A document of 300 pages takes a few seconds and 300 MiB; Typst reserves far more than it uses.
_CPU_SECONDS = 60
_MEMORY = 4 << 30
_REFUSED = 3


def limit() -> None:
    """Give up the rights to long computing, much memory, files and further processes."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Compile what standard input says; return the exit status."""
    limit()
    order = json.load(sys.stdin)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[order["fonts"]]
    )
    # The template is the only file below its root; packages could be fetched from nowhere.
    compiler = typst.Compiler(
        order["template"],
        root=order["root"],
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"publication": json.dumps(order["publication"])},
        package_path=order["root"],
        package_cache_path=order["root"],
    )
    try:
        data = compiler.compile(
            format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=order["timestamp"]
        )
    except typst.TypstError as problem:
        sys.stderr.write(f"{problem.message}\n{problem.diagnostic}\n")
        return _REFUSED
    if not isinstance(data, bytes):
        raise TypeError("without an output file, a PDF is bytes")
    sys.stdout.buffer.write(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
