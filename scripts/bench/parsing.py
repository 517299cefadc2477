"""Parses what a check of a folder parses, and nothing more: the measure for such a check.

python -m scripts.bench.parsing FOLDER      prints the number of files and of lines
"""

import gc
import sys
from pathlib import Path

import libcst

from lossguard.libraries.mentions import mentions_library
from lossguard.settings.discover import discover
from lossguard.text.decode import Decoded, decode


def main() -> None:
    files = lines = 0
    gc.disable()  # as a check does while it parses
    for path in discover(Path(sys.argv[1]), set()):
        decoded = decode(path.read_bytes())
        if not isinstance(decoded, Decoded) or not mentions_library(decoded.text):
            continue
        libcst.parse_module(decoded.text)
        gc.collect(0)
        files += 1
        lines += decoded.text.count("\n")
    print(files, lines)


if __name__ == "__main__":
    main()
