"""`python -m wardwise`: the same as `wardwise`."""

from wardwise.launch import main

main()
