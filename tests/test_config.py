"""Settings: every default, every refusal in one sentence."""

from datetime import timedelta
from ipaddress import IPv4Address

import pytest

from config import BadSetting, Settings, is_loopback, is_private, read_store

pytestmark = pytest.mark.nodb
SECRET = "0123456789abcdef0123456789abcdef"
ANYWHERE = str(IPv4Address(0))


@pytest.fixture
def read(tmp_path):
    """Settings of a fresh data folder with these settings on top."""

    def settings(**given: str) -> Settings:
        return Settings.from_env({"COBUILD_DATA": str(tmp_path), **given})

    return settings


def test_defaults_serve_this_machine_on_sqlite(read, tmp_path):
    settings = read()
    assert settings.database_url == f"sqlite:///{tmp_path}/own/cobuild.sqlite"
    assert settings.origin == "http://127.0.0.1:8000"
    assert not settings.is_https
    assert settings.folder == tmp_path / "own"
    assert settings.files == tmp_path / "own" / "files"
    assert not settings.is_demo
    assert not settings.lan


def test_data_lies_in_the_tree_unless_told():
    settings = Settings.from_env({})
    assert settings.data.name == "instance"


def test_a_relative_data_folder_is_one_of_the_tree():
    assert Settings.from_env({"COBUILD_DATA": "there"}).data.is_absolute()


def test_the_demo_store_keeps_its_own_database(read, tmp_path):
    (tmp_path / "store").write_text("demo\n")
    settings = read(
        COBUILD_DATABASE_URL="postgresql://cobuild@db/cobuild",
        COBUILD_MIGRATION_URL="postgresql://owner@db/cobuild",
    )
    assert settings.is_demo
    assert settings.database_url == f"sqlite:///{tmp_path}/demo/cobuild.sqlite"
    assert settings.migration_url == ""


def test_the_own_store_may_be_postgresql(read):
    settings = read(
        COBUILD_DATABASE_URL="postgres://cobuild@db/cobuild",
        COBUILD_MIGRATION_URL="postgresql://owner@db/cobuild",
    )
    assert settings.database_url == "postgresql+psycopg://cobuild@db/cobuild"
    assert settings.migration_url == "postgresql+psycopg://owner@db/cobuild"


def test_a_full_database_url_is_taken_as_it_is(read):
    url = "postgresql+psycopg://cobuild@db/cobuild"
    assert read(COBUILD_DATABASE_URL=url).database_url == url


def test_the_secret_is_given_or_read_or_of_this_process_alone(read, tmp_path):
    assert read().secret_key != read().secret_key
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "secret_key").write_text(SECRET + "\n")
    assert read().secret_key == SECRET
    assert read(COBUILD_SECRET_KEY=SECRET[::-1]).secret_key == SECRET[::-1]


def test_secrets_are_not_shown(read):
    settings = read(COBUILD_SECRET_KEY=SECRET, COBUILD_SMTP_URL="smtp://a:b@mail")
    assert SECRET not in repr(settings)
    assert "a:b" not in repr(settings)


def test_old_secrets_are_listed(read):
    settings = read(COBUILD_SECRET_KEY_FALLBACKS=f"{SECRET}, {SECRET[::-1]},")
    assert settings.secret_key_fallbacks == (SECRET, SECRET[::-1])


def test_https_is_the_origin_told(read):
    settings = read(COBUILD_ORIGIN="https://ideas.example/", COBUILD_HOST=ANYWHERE)
    assert settings.origin == "https://ideas.example"
    assert settings.is_https


def test_http_will_do_on_loopback(read):
    origin = "http://localhost:9000"
    assert read(COBUILD_ORIGIN=origin).origin == origin


def test_http_will_do_in_the_own_network_when_asked(read):
    settings = read(COBUILD_LAN="1", COBUILD_HOST="192.168.1.20", COBUILD_PORT="81")
    assert settings.origin == "http://192.168.1.20:81"
    told = read(
        COBUILD_LAN="1", COBUILD_HOST=ANYWHERE, COBUILD_ORIGIN="http://10.0.0.2"
    )
    assert told.origin == "http://10.0.0.2"


def test_an_address_of_six_stands_in_brackets(read):
    assert read(COBUILD_HOST="::1").origin == "http://[::1]:8000"


@pytest.mark.parametrize(
    ("word", "moved"),
    [
        ("+3d", timedelta(days=3)),
        ("-2h", timedelta(hours=-2)),
        ("90m", timedelta(minutes=90)),
        ("30s", timedelta(seconds=30)),
    ],
)
def test_the_demo_clock_moves(read, tmp_path, word, moved):
    (tmp_path / "store").write_text("demo")
    assert read(COBUILD_CLOCK_OFFSET=word).clock_offset == moved


def test_the_demo_is_shown_to_others_only_when_meant(read, tmp_path):
    (tmp_path / "store").write_text("demo")
    lan = {"COBUILD_LAN": "1", "COBUILD_HOST": "192.168.1.20"}
    with pytest.raises(BadSetting, match="DEMO_PUBLIC=1"):
        read(**lan)
    assert read(DEMO_PUBLIC="1", **lan).demo_public


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("COBUILD_ORIGIN", "http://ideas.example", "must begin with https://"),
        ("COBUILD_ORIGIN", "ideas.example", "must begin with https://"),
        ("COBUILD_ORIGIN", "http://192.168.1.20", "must begin with https://"),
        ("COBUILD_ORIGIN", "https://", "must begin with https://"),
        ("COBUILD_ORIGIN", "https://ideas.example/there", "without a path"),
        ("COBUILD_ORIGIN", "https://ideas.example?a=b", "without a path"),
        ("COBUILD_HOST", ANYWHERE, "needs --lan or a COBUILD_ORIGIN"),
        ("COBUILD_HOST", "ideas.example", "needs --lan or a COBUILD_ORIGIN"),
        ("COBUILD_PORT", "0", "from 1 to 65535"),
        ("COBUILD_PORT", "99999", "from 1 to 65535"),
        ("COBUILD_PORT", "http", "from 1 to 65535"),
        ("COBUILD_LAN", "perhaps", "COBUILD_LAN must be 1 or 0"),
        ("COBUILD_SECRET_KEY", "short", "32 or more random characters"),
        ("COBUILD_SECRET_KEY", "x" * 40, "32 or more random characters"),
        ("COBUILD_SECRET_KEY_FALLBACKS", "short", "32 or more random characters"),
        (
            "COBUILD_DATABASE_URL",
            "mysql://db",
            "must begin with sqlite:/// or postgres",
        ),
        ("COBUILD_REDIS_URL", "redis://here", "before the separate worker"),
        ("COBUILD_SMTP_URL", "http://mail", "must begin with smtp://"),
        ("OG_FONT", "/no/such/font.ttf", "must name a font file"),
        ("COBUILD_CLOCK_OFFSET", "tomorrow", "must look like"),
        ("COBUILD_CLOCK_OFFSET", "1d", "demo world only"),
        ("FLASK_DEBUG", "1", "FLASK_DEBUG must be off"),
    ],
)
def test_a_bad_setting_stops_the_start(read, name, value, sentence):
    with pytest.raises(BadSetting, match=sentence):
        read(**{name: value})


def test_the_own_network_has_private_addresses(read):
    with pytest.raises(BadSetting, match="private addresses only"):
        read(COBUILD_LAN="1", COBUILD_HOST="8.8.8.8")


def test_a_store_is_demo_or_own(tmp_path):
    assert read_store(tmp_path) == "own"
    (tmp_path / "store").write_text("other")
    with pytest.raises(BadSetting, match="demo or own"):
        read_store(tmp_path)


def test_reading_again_sees_the_other_store(read, tmp_path):
    settings = read(COBUILD_PORT="8100")
    (tmp_path / "store").write_text("demo")
    again = settings.reread(COBUILD_HOST="::1")
    assert (again.store, again.port, again.host) == ("demo", 8100, "::1")


@pytest.mark.parametrize(
    ("host", "loopback", "private"),
    [
        ("localhost", True, True),
        ("127.0.0.9", True, True),
        ("::1", True, True),
        ("192.168.1.20", False, True),
        ("8.8.8.8", False, False),
        ("ideas.example", False, False),
    ],
)
def test_who_reaches_a_host(host, loopback, private):
    assert (is_loopback(host), is_private(host)) == (loopback, private)


def test_flask_is_told(read):
    told = read(COBUILD_SECRET_KEY=SECRET).flask_config()
    assert told["SECRET_KEY"] == SECRET
    assert told["STORE"] == "own"
    assert told["ORIGIN"] == "http://127.0.0.1:8000"
