"""Run as a script by the user's interpreter: ``bootstrap.py PLAN DESCRIPTOR``.

Loads the folder that it lies in as a package of its own name. Putting the folder above it on `sys.path` would
put everything that is installed beside it in reach of the user's script.
"""

import importlib.util
import os
import sys
from typing import Any

NAME = "_lossguard_probe"


def load() -> Any:
    """The module that runs a plan."""
    folder = os.path.dirname(os.path.abspath(__file__))
    # Python puts the script's folder first: the probe's modules would hide the user's of the same name.
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != folder]
    spec = importlib.util.spec_from_file_location(
        NAME, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = package
    spec.loader.exec_module(package)
    return importlib.import_module(NAME + ".run")


if __name__ == "__main__":
    load().run(sys.argv[1], int(sys.argv[2]))
