"""Words that spreadsheets take for formulas, or for errors, unless they are written as words."""

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    '=HYPERLINK("https://evil.example";"hier")',
    "=cmd|' /C calc'!A0",
    "#N/A",
    "#REF!",
    "{=1+1}",
)
