"""Commands that start the app in a browser, and add the postcodes its pages look up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

import pipeline
from catalog import settings as settings_room
from catalog.settings import PROJECT
from cli.terminal import app, err
from etl.datasets.places import postcodes
from presentation.numbers import count

# Said here as well as in .streamlit/config.toml, so that no file or variable can undo it.
SAFE: Final[dict[str, object]] = {
    "server.headless": True,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.fileWatcherType": "none",
    "server.enableAgentApi": False,
    # 2026-11: a full collection after every page took as long as the page, with all others waiting;
    # Python's own collections keep memory level.
    "runner.postScriptGC": False,
    "server.allowedHosts": ["*"],  # the gate in views/serving/gate.py looks at every request's
    "logger.hideWelcomeMessage": True,
    "server.showEmailPrompt": False,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
}


@app.command()
def serve(
    address: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 opens it to the network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    upload_mb: Annotated[int, typer.Option(min=1, help="Largest upload, in MB.")] = 50,
    metrics: Annotated[
        bool, typer.Option("--metrics", help="Open /_stcore/metrics for monitoring.")
    ] = False,
) -> None:
    """Start the app in the browser, with safe settings. For sign-in see docs/how-to/serving.md."""
    settings = settings_room.load()
    err.print("Preparing the figures.")
    for outcome in pipeline.prepare(settings, lambda _share, _what: None):
        if outcome.kind == "failed":
            err.print(outcome.message, style="yellow", markup=False, soft_wrap=True)
    err.print(f"Open http://{address}:{port} in a browser. Stop with Ctrl-C.", markup=False)
    chosen = {"address": address, "port": port, "maxUploadSize": upload_mb}
    # Imported here, since no other command needs Streamlit and the pages.
    from views.serving import server

    server.run(
        PROJECT / "app.py",
        SAFE | {f"server.{name}": value for name, value in chosen.items()},
        server.rules(
            address, settings.allowed_hosts, others=bool(settings.basemap), metrics=metrics
        ),
    )


@app.command(name="postcodes")
def postcodes_command(
    file: Annotated[
        list[Path], typer.Argument(help="The ONS Postcode Directory, or a list with coordinates.")
    ],
) -> None:
    """Add postcodes with their coordinates, so that you can find wards by postcode."""
    stored = postcodes.store_postcodes(file, settings_room.load())
    err.print(f"{count(stored)} postcodes saved.")
