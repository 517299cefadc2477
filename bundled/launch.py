"""Starts Lossguard from the libraries that lie beside this file, and from nothing else.

Run as ``python -I -S -B launch.py server --stdio``; ``launch.py who`` only tells whether this Python
can do it, and which one it is. Any Python may be tried: this file has to be readable for one that is
too old, so that it can say so. ``LOSSGUARD_PYCACHE`` may name a folder for compiled modules.
"""

import os
import sys

EXIT_UNUSABLE_PYTHON = 78


def who():
    """Tell which Python this is, once the one compiled library has been loaded: that takes as long as a start."""
    try:
        import libcst.native  # noqa: F401
    except ImportError as error:
        return unfit(error)
    print(sys.executable)
    print("%d.%d.%d" % sys.version_info[:3])
    return 0


def unfit(why):
    # A build of CPython other than those carried along: free-threaded, newer, or PyPy.
    sys.stderr.write(
        "Lossguard's libraries do not fit %s (%s %d.%d): %s\n"
        % (sys.executable, sys.implementation.name, sys.version_info[0], sys.version_info[1], why)
    )
    return EXIT_UNUSABLE_PYTHON


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
    if sys.argv[1:] == ["who"]:
        return who()
    from importlib.machinery import EXTENSION_SUFFIXES  # a Python that is too old may not have it

    native = os.path.join(libraries, "libcst", "native")
    if not any(os.path.exists(native + suffix) for suffix in EXTENSION_SUFFIXES):
        return unfit("there is no compiled part of libcst for it")
    from lossguard.cli.main import main as lossguard

    return lossguard()


if __name__ == "__main__":
    sys.exit(main())
