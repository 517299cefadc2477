"""Everything that the server says by itself in the editor, as templates: the keys of the translations."""

IGNORE = "Ignore {name} on this line"
CHANGES_TRAINING = "{fix} (changes training)"
FIX_ALL = "Fix all that is safe to fix (Lossguard)"
IN_CELL = "Cell {cell}, line {row}: {message}"
CHECKING = "Lossguard: checking the workspace"
READING = "Lossguard: reading {library} {version}"
FAILED = "Checking {name} failed: {error}. The log says more."

KNOWN = "What Lossguard knows of {title}"
LINE = "line {row}"
CELL_LINE = "cell {cell}, line {row}"
OTHER_LINE = "{file}, line {row}"

DRY_RUN = "Dry run"
DRY_RUN_OF = "Dry run of {name}"
FINDINGS = "Findings"
NOT_ON_WINDOWS = "A dry run needs Linux or macOS."
NOT_A_FILE = "Only a file that lies on this machine can be run: save it first."
NO_FOLDER = "There is no folder {folder} to run it in."
NO_CODE = "There is no Python code to run."

TEMPLATES = (
    *(IGNORE, CHANGES_TRAINING, FIX_ALL, IN_CELL, CHECKING, READING, FAILED, KNOWN, LINE, CELL_LINE, OTHER_LINE),
    *(DRY_RUN, DRY_RUN_OF, FINDINGS, NOT_ON_WINDOWS, NOT_A_FILE, NO_FOLDER, NO_CODE),
)
