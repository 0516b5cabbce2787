"""Settings: the environment over the file over what the live services use."""

from __future__ import annotations

import codecs
import math
from pathlib import Path

import platformdirs
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from catalog import settings
from catalog.settings import SettingsError


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    file = tmp_path / "wardwise.toml"
    file.write_text('ons_url = "http://file/"\nnomis_url = "http://file"\nward_year = "24"\n')
    made = settings.load({"WARDWISE_SETTINGS": str(file), "WARDWISE_NOMIS_URL": "http://env"})
    assert made.urls["nomis"] == "http://env"
    assert made.urls["ons"] == "http://file"
    assert made.urls["govuk"] == settings.DEFAULT_URLS["govuk"]
    assert made.ward_year == "24"


def test_all_faults_are_told_at_once() -> None:
    wanted = r"NOMIS_URL=ftp.*must be an address.*PAUSE_SECONDS=soon.*WARD_YEAR=2025: must be two"
    with pytest.raises(SettingsError, match=wanted):
        settings.load(
            {
                "WARDWISE_NOMIS_URL": "ftp://x",
                "WARDWISE_PAUSE_SECONDS": "soon",
                "WARDWISE_WARD_YEAR": "2025",
            }
        )


def test_the_file_that_is_meant_is_the_one_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings.load({}) == settings.Settings()
    (tmp_path / "wardwise.toml").write_text("pause_seconds = 1.5\n")
    assert settings.load({}).pause_seconds == 1.5


@pytest.mark.parametrize(
    ("text", "words"), [("nomis = 1\n", "unknown settings"), ("= 3", "not valid TOML")]
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=rf"mine\.toml.*{words}"):
        settings.load({"WARDWISE_SETTINGS": str(file)})


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        settings.load({"WARDWISE_SETTINGS": str(tmp_path / "none.toml")})


def test_the_template_of_reports_is_a_file_or_none() -> None:
    made = settings.load({"WARDWISE_REPORT_TEMPLATE": " ~/brand.docx"})
    assert made.report_template == Path("~/brand.docx").expanduser()
    assert settings.load({"WARDWISE_REPORT_TEMPLATE": ""}).report_template is None
    with pytest.raises(SettingsError, match="REPORT_TEMPLATE"):
        settings.load({"WARDWISE_REPORT_TEMPLATE": "a\nb"})


def test_the_sample_is_used_until_councils_have_been_built(tmp_path: Path) -> None:
    made = settings.load({"WARDWISE_DATA": str(tmp_path)})
    assert made.tables == tmp_path / "sample"
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "councils.parquet").write_bytes(b"")
    assert made.tables == tmp_path / "tables"


def of_file(tmp_path: Path, content: bytes) -> settings.Settings:
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    return settings.load({"WARDWISE_SETTINGS": str(file)})


TEXT = 'pause_seconds = 2\r\nbasemap = "Ynys Môn"\r\n'


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
)
def test_a_file_as_editors_save_it_is_read(tmp_path: Path, content: bytes) -> None:
    made = of_file(tmp_path, content)
    assert (made.pause_seconds, made.basemap) == (2.0, "Ynys Môn")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le"])
def test_a_file_in_an_encoding_that_cannot_be_told_is_refused(
    tmp_path: Path, encoding: str
) -> None:
    with pytest.raises(SettingsError, match=r"mine\.toml is not valid TOML"):
        of_file(tmp_path, TEXT.encode(encoding))
    with pytest.raises(SettingsError, match=r"not UTF-8 text \(line 2\); save it as UTF-8"):
        of_file(tmp_path, TEXT.encode("cp1252"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('data = ""', "data='': must name a folder"),
        ('data = "   "', "must name a folder"),
        ("data = 5", "data=5: must be text, in quotes"),
        ("[data]\nx = 1", "must be text"),
        ('data = "a\\u0000b"', "characters that are not text"),
        ('data = "~nouser_of_that_name/x"', "a user that does not exist on this computer"),
        (f"data = '{__file__}'", "is a file, not a folder"),
        (f"data = '{'a' * 5000}'", "cannot be used as a folder"),
        ("pause_seconds = -1", "number of seconds from 0 to 3,600"),
        ("pause_seconds = nan", "number of seconds"),
        ("pause_seconds = inf", "number of seconds"),
        ("pause_seconds = true", "number of seconds"),
        ("pause_seconds = []", "number of seconds"),
        ('pause_seconds = ""', "number of seconds"),
        ("ward_year = 2025", "two digits"),
        ('ward_year = "²5"', "two digits"),
        ("ward_year = true", "two digits"),
        ('nomis_url = ""', "must be an address"),
        ('nomis_url = "http://"', "must be an address"),
        ('nomis_url = "http://[::1"', "must be an address"),
        ('nomis_url = "http://a:99999"', "must be an address"),
        ('nomis_url = "http://a b"', "must be an address"),
        ('nomis_url = "https://a?b=1"', "must be an address"),
        ("nomis_url = {}", "must be text"),
        ('nomis_uid = "a b"', "without spaces"),
        ("allowed_hosts = [1]", "names without a port"),
        ('allowed_hosts = "a:80"', "names without a port"),
        ("allowed_hosts = 3", "must be text"),
        ("nonsense = 1", "unknown settings"),
    ],
)
def test_a_value_that_cannot_be_used_is_one_sentence(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(SettingsError, match=f"mine\\.toml.*{words}") as told:
        of_file(tmp_path, line.encode())
    assert "\n" not in str(told.value)


def test_numbers_and_lists_may_be_written_as_such(tmp_path: Path) -> None:
    made = of_file(tmp_path, b'ward_year = 25\npause_seconds = 1\nallowed_hosts = ["A.org", "b"]')
    assert (made.ward_year, made.pause_seconds, made.allowed_hosts) == ("25", 1.0, ("a.org", "b"))


def test_no_key_or_password_is_shown(tmp_path: Path) -> None:
    content = b'nomis_uid = "zebedee secret"\nons_url = "https://zebedee:quill@example.org/x"'
    with pytest.raises(SettingsError) as told:
        of_file(tmp_path, content)
    assert "without a user name or password" in str(told.value)
    assert not {"zebedee", "quill", "secret"} & set(str(told.value).replace(":", " ").split())


@pytest.mark.parametrize("value", ["", "  ", "\0"])
def test_an_empty_variable_is_said_and_not_taken_for_the_current_folder(value: str) -> None:
    for name in ("WARDWISE_DATA", "WARDWISE_SETTINGS"):
        with pytest.raises(SettingsError, match=name):
            settings.load({name: value})


def test_all_faults_of_file_and_environment_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("nonsense = 1\nward_year = 3\n")
    env = {"WARDWISE_SETTINGS": str(file), "WARDWISE_PAUSE_SECONDS": "-3"}
    with pytest.raises(SettingsError, match=r"nonsense.*ward_year=3.*PAUSE_SECONDS=-3"):
        settings.load(env)


def is_usable(made: settings.Settings) -> bool:
    return (
        math.isfinite(made.pause_seconds)
        and made.pause_seconds >= 0
        and str(made.data) not in ("", ".")
        and all(url.startswith("http") for url in made.urls.values())
    )


LINES = st.builds(
    "{} = {}\n".format,
    st.sampled_from([*sorted(settings.SETTING_NAMES), "nonsense"]),
    st.one_of(
        st.text(max_size=12).map(lambda one: f'"{one}"'), st.floats().map(str),
        st.integers().map(str), st.text(max_size=6), st.just("[1]"), st.just("{a = 1}"),
    ),
)  # fmt: skip


@trials(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=80), st.lists(LINES, max_size=4).map("".join)))
@example(content="a = " + "[" * 5000)
def test_any_file_gives_usable_settings_or_one_sentence(
    tmp_path: Path, content: bytes | str
) -> None:
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    try:
        assert is_usable(of_file(tmp_path, raw))
    except SettingsError as error:
        assert str(error)
        assert "\n" not in str(error)


@trials(max_examples=300)
@given(
    env=st.dictionaries(
        st.sampled_from([f"WARDWISE_{name.upper()}" for name in settings.SETTING_NAMES]),
        st.text(max_size=20), max_size=4,
    )
)  # fmt: skip
def test_any_environment_gives_usable_settings_or_one_sentence(env: dict[str, str]) -> None:
    try:
        assert is_usable(settings.load(env))
    except SettingsError as error:
        assert "\n" not in str(error)


def test_data_of_an_installation_go_to_the_users_own_folder_and_it_is_said_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings.load({}).data == settings.PROJECT / "data"
    assert "beside the source code" in settings.load({}).data_sentence()
    monkeypatch.setattr(settings, "PROJECT", tmp_path / "site-packages" / "wardwise" / "rooms")
    users = platformdirs.user_data_path("wardwise", appauthor=False)
    assert settings.load({}).data == users
    assert settings.load({}).data_sentence().startswith(f"Data folder: {users} (the place for")
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: Path("~/share/wardwise"))
    assert settings.load({}).data == tmp_path / "wardwise-data", "a user without a home"


def test_what_named_the_data_folder_is_said(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f"data = '{tmp_path / 'of_file'}'")
    env = {"WARDWISE_SETTINGS": str(file)}
    assert f"(set by {file}: data)" in settings.load(env).data_sentence()
    env["WARDWISE_DATA"] = str(tmp_path / "of_env")
    assert settings.load(env).data_sentence() == (
        f"Data folder: {tmp_path / 'of_env'} (set by WARDWISE_DATA)."
    )
