"""Everything that the server says by itself in the editor, as templates: the keys of the translations."""

IGNORE = "Ignore {name} on this line"
CHANGES_TRAINING = "{fix} (changes training)"
FIX_ALL = "Fix all that is safe to fix (Lossguard)"
IN_CELL = "Cell {cell}, line {row}: {message}"
CHECKING = "Lossguard: checking the workspace"
FAILED = "Checking {name} failed: {error}. The log says more."

KNOWN = "What Lossguard knows of {title}"
LINE = "line {row}"
CELL_LINE = "cell {cell}, line {row}"
OTHER_LINE = "{file}, line {row}"

TEMPLATES = (IGNORE, CHANGES_TRAINING, FIX_ALL, IN_CELL, CHECKING, FAILED, KNOWN, LINE, CELL_LINE, OTHER_LINE)
