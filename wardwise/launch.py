"""The installed command `wardwise`: makes the rooms importable, then hands over to the terminal."""

from __future__ import annotations

from wardwise import add_rooms


def main() -> None:
    """Runs the command that was typed; see `cli.entry`."""
    add_rooms()
    # Imported here, since the rooms are only now on the module path.
    from cli.entry import main as run_command

    run_command()
