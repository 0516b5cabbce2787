"""Settings files and environments made wrong at random: each is read or refused in one sentence.

uv run python benchmarks/fuzz_settings.py 5000
"""

from __future__ import annotations

import math
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from catalog import settings
from catalog.settings import SettingsError

SOUND: Final = (
    'data = "somewhere"\nnomis_url = "https://www.example.org"\nnomis_uid = "0x1"\n'
    'pause_seconds = 0.5\nward_year = "25"\nbasemap = ""\nallowed_hosts = "a.example.org, b"\n'
)
VALUES: Final = (
    '""', "nan", "inf", "-1", "1e400", "true", "[]", "{}", '"~nouser/x"', '"\\u0000"', "5", "'''",
    '"http://[::1"', '"http://a:b@c"', '"ftp://x"', "1979-05-27", '"²5"', '"' + "a" * 5000 + '"',
)  # fmt: skip
ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp037")


def mutated(rng: random.Random) -> bytes:
    """The sound file with some values changed, letters struck, encoded one way or another."""
    lines = SOUND.splitlines()
    for _ in range(rng.randrange(3)):
        at = rng.randrange(len(lines))
        lines[at] = f"{lines[at].split(' = ')[0]} = {rng.choice(VALUES)}"
    content = "\n".join(lines).encode(rng.choice(ENCODINGS), "replace")
    for _ in range(rng.choice((0, 0, 1, 3))):
        at = rng.randrange(len(content))
        content = content[:at] + bytes([rng.randrange(256)]) * rng.randrange(3) + content[at + 1 :]
    return content if rng.random() < 0.9 else content[: rng.randrange(len(content))]


def environment(rng: random.Random, file: Path) -> dict[str, str]:
    """The file, and now and then a variable over it."""
    env = {"WARDWISE_SETTINGS": str(file)}
    if rng.random() < 0.3:
        name = rng.choice(sorted(settings.SETTING_NAMES)).upper()
        env[f"WARDWISE_{name}"] = rng.choice(VALUES).strip('"')
    return env


def fault_of(env: dict[str, str]) -> str:
    """'' where the settings can be used, 'refused' where they are refused in a sentence, else why
    neither."""
    try:
        made = settings.load(env)
    except SettingsError as error:
        return "refused" if str(error) and "\n" not in str(error) else f"no sentence: {error}"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    usable = math.isfinite(made.pause_seconds) and made.pause_seconds >= 0
    usable = usable and str(made.data) not in ("", ".")
    return "" if usable else f"accepted: {made}"


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)  # noqa: S311
    began, found = time.perf_counter(), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "wardwise.toml"
        for _ in range(count):
            file.write_bytes(mutated(rng))
            found[fault_of(environment(rng, file))] += 1
    wrong = {fault: times for fault, times in found.items() if fault not in ("", "refused")}
    for fault, times in wrong.items():
        print(f"{times} times: {fault}".encode("ascii", "backslashreplace").decode())
    spent = time.perf_counter() - began
    print(f"{count} settings in {spent:.0f} s: {found['']} usable, {found['refused']} refused, "
          f"{sum(wrong.values())} wrong")  # fmt: skip
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
