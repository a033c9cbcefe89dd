"""`python -m vanthu_signer` is the command vanthu-signer."""

import sys

from vanthu_signer.app import main

if __name__ == "__main__":
    sys.exit(main())
