"""The installed command `wardwise`: makes the rooms importable, then hands over to the terminal."""

from __future__ import annotations

import sys

from wardwise import add_rooms


def main() -> None:
    """Runs the command that was typed; see `cli.main`.

    Ctrl-C while the commands are still being loaded, which takes seconds, ends it like any other.
    """
    add_rooms()
    try:
        # Imported here, since the rooms are only now on the module path.
        from cli import main as run_command

        run_command()
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(130)
