"""`python -m cli`: the same as `wardwise`."""

from cli import main

main()
