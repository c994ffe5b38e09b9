"""`python -m graph` is `legation`."""

import sys

from graph.cli import main

sys.exit(main())
