"""The limits of the upload guard. Where a figure was measured, threats.md says how."""

MIB = 1024 * 1024

MAX_UPLOAD_BYTES = 5 * MIB
MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 50 * MIB
MAX_RATIO = 100  # unpacked bytes for one of the upload; office files have 5 to 30
ALWAYS_UNPACKED_BYTES = MIB  # little enough not to ask for the ratio

MAX_PARAGRAPHS = 20_000
MAX_ELEMENTS = 1_000_000  # about 300 bytes each once parsed: it must fit into MEMORY_BYTES
MAX_DEPTH = 200  # libxml2 stops at 256; a text box in a table needs about 25
MAX_CHARACTERS = 2_000_000  # text of a whole draft, some 700 pages
MAX_PROVISION_CHARACTERS = 20_000  # longer ones would stall comparing
MAX_LINES = 100_000  # of Markdown; each may begin a block

MEMORY_BYTES = 512 * MIB
CPU_SECONDS = 10
WALL_SECONDS = 9  # so that a hostile file is answered within 10
