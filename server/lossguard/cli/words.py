"""Everything that the reports say by themselves, as templates: the keys of the translations."""

from collections.abc import Callable

from lossguard.findings.finding import Severity

SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
COUNTS = {
    Severity.ERROR: ("{count} error", "{count} errors"),
    Severity.WARNING: ("{count} warning", "{count} warnings"),
    Severity.INFO: ("{count} info", "{count} infos"),
}
PROBLEMS = ("{count} problem", "{count} problems")
FILES = ("{count} file", "{count} files")

NONE_FOUND = "No problems found in {files}."
FOUND = "Found {problems} in {files}."
FOUND_FIXABLE = "Found {problems} in {files}; {fixable}."
KINDS = "{problems} ({kinds})"
COMMA = "{one}, {other}"
CAN_FIX = "{count} can be fixed with --fix"
CAN_FIX_UNSAFE = "{count} can be fixed with --fix --unsafe-fixes"
MORE_UNSAFE = "{safe}, {count} more with --unsafe-fixes"
FIXED = "Fixed {problems} in {files}."
WOULD_FIX = "Would fix {problems} in {files}."
UNCHECKED = "{files} could not be checked, see above."
FILE_PROBLEM = "{file} {reason}"
CANNOT_READ = "{file} cannot be read: {reason}"
CANNOT_WRITE = "{file} cannot be written: {reason}"
CANNOT_FIX = "{file} could not be fixed: {reason}"
SPOILT = "{file}: a fix of {name} was left out, as it breaks the code. Please report it"
MISSING = "{file} does not exist"
EMPTY_FOLDER = "{file} holds no Python file or notebook that is not ignored"
LEFT_OUT = "{file} was left out: {reason}"
LEFT_OUT_CELL = "{file}, cell {cell}, was left out: {reason}"
FAULT = "internal error while checking {file}. Please report it: {url}"
NO_BASELINE = "{file} is no baseline that Lossguard wrote"
UNREADABLE_BASELINE = "{file} cannot be read: {reason}; --write-baseline makes it"
WATCHING = "Watching {files}. Ctrl+C ends it."
BASELINE = "Noted {problems} in {file}."

CELL = "cell {number}"
FIX_SAFE = "fix (safe)"
FIX_UNSAFE = "fix (changes training, so review it)"
FIX_BY_HAND = "to do"
ASSUMED = "assumed"
DOCS = "docs"
LINES_LEFT_OUT = "{count} lines"

TEMPLATES = (
    *SEVERITIES.values(),
    *(form for forms in COUNTS.values() for form in forms),
    *PROBLEMS,
    *FILES,
    *(NONE_FOUND, FOUND, FOUND_FIXABLE, KINDS, COMMA, CAN_FIX, CAN_FIX_UNSAFE, MORE_UNSAFE),
    *(FIXED, WOULD_FIX, UNCHECKED, WATCHING, BASELINE, CELL),
    *(FIX_SAFE, FIX_UNSAFE, FIX_BY_HAND, ASSUMED, DOCS, LINES_LEFT_OUT),
    *(FILE_PROBLEM, CANNOT_READ, CANNOT_WRITE, CANNOT_FIX, SPOILT, MISSING, EMPTY_FOLDER, LEFT_OUT, LEFT_OUT_CELL),
    *(FAULT, NO_BASELINE, UNREADABLE_BASELINE),
)


class Words:
    """The templates in one language."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self.translate = translate

    def say(self, template: str, **arguments: object) -> str:
        return self.translate(template).format(**arguments)

    def count(self, forms: tuple[str, str], count: int) -> str:
        return self.say(forms[count != 1], count=count)

    def severity(self, severity: Severity) -> str:
        return self.say(SEVERITIES[severity])
