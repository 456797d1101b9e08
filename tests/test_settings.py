"""Settings from the environment."""

import pytest

from bot.settings import Endpoint, load_settings
from corpus.errors import SettingsError

URL, MODEL = "TRACKER_LLM_URL", "TRACKER_LLM_MODEL"


def load(**environ):
    return load_settings(data="/tmp/none", environ=environ)


def test_without_an_address_there_is_no_model():
    assert load().endpoint is None
    assert load(**{MODEL: "m", "TRACKER_LLM_KEY": "k"}).endpoint is None
    assert load(**{URL: " "}).endpoint is None


def test_endpoint_is_read_with_its_waits():
    waits = {"TRACKER_LLM_FIRST_SECONDS": "2.5", "TRACKER_LLM_TOTAL_SECONDS": "9"}
    found = load(**{URL: "http://127.0.0.1:8080/v1", MODEL: "m", "TRACKER_LLM_KEY": " k\n", **waits}).endpoint
    assert found == Endpoint("http://127.0.0.1:8080/v1", "m", "k", 2.5, 9.0)
    assert found.host == "127.0.0.1:8080"


def test_key_is_in_no_printed_form():
    settings = load(**{URL: "https://llm.example/v1", MODEL: "m", "TRACKER_LLM_KEY": "sk-mine"})
    assert "sk-mine" not in repr(settings) + str(settings)


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({URL: "http://127.0.0.1/v1"}, "TRACKER_LLM_MODEL is not"),
        ({URL: "127.0.0.1:8080", MODEL: "m"}, "expected an address such as"),
        ({URL: "ftp://a.example", MODEL: "m"}, "expected an address such as"),
        ({URL: "http://", MODEL: "m"}, "expected an address such as"),
        ({URL: "http://[::1", MODEL: "m"}, "expected an address such as"),
        ({URL: "http://a.example:99999/v1", MODEL: "m"}, "expected an address such as"),
        ({URL: "https://me:sk-mine@a.example/v1", MODEL: "m"}, "the key in TRACKER_LLM_KEY"),
        ({URL: "https://a.example/v1?key=sk-mine", MODEL: "m"}, "the key in TRACKER_LLM_KEY"),
        ({URL: "https://a.example/v1", MODEL: "m", "TRACKER_LLM_KEY": "sk-mine\nx"}, "characters that no key has"),
        ({URL: "https://a.example/v1", MODEL: "m", "TRACKER_LLM_FIRST_SECONDS": "soon"}, "'soon'; expected a number"),
        ({URL: "https://a.example/v1", MODEL: "m", "TRACKER_LLM_TOTAL_SECONDS": "0"}, "expected a number of seconds"),
        ({URL: "https://a.example/v1", MODEL: "m", "TRACKER_LLM_TOTAL_SECONDS": "nan"}, "expected a number of seconds"),
    ],
)
def test_setting_that_cannot_be_used_is_told_without_the_key(environ, words):
    with pytest.raises(SettingsError) as caught:
        load(**environ)
    assert words in str(caught.value)
    assert "sk-mine" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "read_only"), [({}, False), ({"TRACKER_READ_ONLY": "0"}, False), ({"TRACKER_READ_ONLY": "1"}, True)]
)
def test_settings_make_a_chat_read_only(given, read_only):
    assert load_settings(environ=given).read_only is read_only


def test_settings_refuse_a_switch_that_is_neither_on_nor_off():
    with pytest.raises(SettingsError, match="TRACKER_READ_ONLY is 'yes'; expected 1"):
        load_settings(environ={"TRACKER_READ_ONLY": "yes"})
