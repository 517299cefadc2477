"""``python -m lossguard`` is ``lossguard``."""

import sys

from lossguard.cli.main import main

sys.exit(main())
