"""Starts Lossguard from the libraries that lie beside this file, and from nothing else.

Run as ``python -I -S -B launch.py server --stdio``; ``launch.py who`` only tells whether this Python
can do it, and which one it is. Any Python may be tried: this file has to be readable for one that is
too old, so that it can say so. ``LOSSGUARD_PYCACHE`` may name a folder for compiled modules.
"""

import os
import sys

EXIT_UNUSABLE_PYTHON = 78


def main():
    if sys.version_info < (3, 10):
        sys.stderr.write(
            "Lossguard needs Python 3.10 or newer; %s is Python %d.%d.\n"
            % (sys.executable, sys.version_info[0], sys.version_info[1])
        )
        return EXIT_UNUSABLE_PYTHON
    bytecode = os.environ.get("LOSSGUARD_PYCACHE")
    if bytecode:
        sys.pycache_prefix = bytecode
        sys.dont_write_bytecode = False
    libraries = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libs")
    sys.path.insert(0, libraries)
    try:
        import libcst.native  # noqa: F401
    except ImportError as error:
        # A build of CPython other than those carried along: free-threaded, newer, or PyPy.
        sys.stderr.write(
            "Lossguard's libraries do not fit %s (%s %d.%d): %s\n"
            % (sys.executable, sys.implementation.name, sys.version_info[0], sys.version_info[1], error)
        )
        return EXIT_UNUSABLE_PYTHON
    if sys.argv[1:] == ["who"]:
        print(sys.executable)
        print("%d.%d.%d" % sys.version_info[:3])
        return 0
    from lossguard.cli.main import main as lossguard

    return lossguard()


if __name__ == "__main__":
    sys.exit(main())
