"""Everything that is said of settings, as templates: the keys of the translations."""

NO_RULE = "there is no rule {rule}"
NO_RULE_NEAR = "there is no rule {rule}; did you mean {near}?"
NO_RULE_IN = "`{setting}`: there is no rule {rule}"
NO_RULE_IN_NEAR = "`{setting}`: there is no rule {rule}; did you mean {near}?"
NO_KEY = "unknown key `{key}`"
NO_KEY_NEAR = "unknown key `{key}`; did you mean {near}?"
NO_LIBRARY = "no rule depends on the version of {library}"
NO_LIBRARY_NEAR = "no rule depends on the version of {library}; did you mean {near}?"
NO_VERSION = "{version} is not a version of {library}: write it in full, such as '1.2.3'"
NO_TABLE = "`tool.lossguard` must be a table, not {value}"

RULES = "`{setting}` must be a list of rules, not {value}"
RULES_BY_PATTERN = '`{setting}` must be a table such as {{ "tests/" = ["COL"] }}, not {value}'
LEVEL_BY_RULE = '`{setting}` must be a table such as {{ COL001 = "warning" }}, not {value}'
LEVEL = "`{setting}` must be one of 'error', 'warning', 'info', not {value}"
SWITCH = "`{setting}` must be true or false, not {value}"
PYTHON = "`{setting}` must be the path of a Python interpreter or environment, not {value}"
VERSION_BY_LIBRARY = '`{setting}` must be a table such as {{ trl = "0.24.0" }}, not {value}'
VERSION = '`{setting}` must be a version in quotes, such as "0.24.0", not {value}'
NO_FILE = "`per-file-ignores`: the pattern {pattern} matches no file"
NO_PATTERN = "`per-file-ignores`: the pattern {pattern} is not valid: {reason}"

UNREADABLE = "`pyproject.toml` cannot be read: {reason}"
UNDECODABLE = "`pyproject.toml` {reason}"
NO_TOML = "`pyproject.toml` is not valid TOML: {reason}"
NO_PYTHON = "`python`: {path} {reason}"

TEMPLATES = (
    *(NO_RULE, NO_RULE_NEAR, NO_RULE_IN, NO_RULE_IN_NEAR, NO_KEY, NO_KEY_NEAR),
    *(NO_LIBRARY, NO_LIBRARY_NEAR, NO_VERSION, NO_TABLE),
    *(RULES, RULES_BY_PATTERN, LEVEL_BY_RULE, LEVEL, SWITCH, PYTHON, VERSION_BY_LIBRARY, VERSION),
    *(NO_FILE, NO_PATTERN, UNREADABLE, UNDECODABLE, NO_TOML, NO_PYTHON),
)
