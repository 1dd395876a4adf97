"""The two languages: the catalogue is complete, fresh and keeps every placeholder; every term has both labels."""

from __future__ import annotations

import gettext
import io
import re
import shlex
import string
from enum import IntEnum, IntFlag
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from lifecycle import vocabulary
from lifecycle.language import CATALOGUE, LANGUAGES, counted, current, from_locale, rendered, say, using
from lifecycle.vocabulary import State, key
from lifecycle.words import LABELS, Label, label

ROOT = Path(__file__).parent.parent
PO = CATALOGUE / "zh" / "LC_MESSAGES" / "messages.po"
CHINESE = re.compile("[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{[^{}]*\}")
ENUMS = [
    kind
    for kind in vars(vocabulary).values()
    if isinstance(kind, type) and issubclass(kind, (IntEnum, IntFlag)) and kind.__module__ == vocabulary.__name__
]
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def read(path):
    """Return the messages of a .po or .pot file without the header."""
    with path.open("rb") as file:
        return {message.id: message for message in read_po(file, locale="zh") if message.id}


def joined(forms):
    """Return a sentence, or the forms of one as a single text."""
    return forms if isinstance(forms, str) else "|".join(forms)


def strings(messages):
    """Return source and translation of each message of a catalogue without the header."""
    return {joined(message.id): joined(message.string) for message in messages if message.id}


def pairs():
    """Return every translated sentence with its source, in the form for several where there are two."""
    for message in read(PO).values():
        source, chinese = (message.id[-1], message.string[0]) if message.pluralizable else (message.id, message.string)
        if chinese:
            yield source, chinese


def keywords():
    """Return what marks a sentence, as the target ``messages`` of the Makefile has it."""
    line = next(line for line in (ROOT / "Makefile").read_text().splitlines() if "pybabel" in line and " extract " in line)
    told = shlex.split(line)
    return {**DEFAULT_KEYWORDS, **parse_keywords([after for option, after in pairwise(told) if option == "-k"])}


@pytest.fixture(scope="module")
def extracted():
    """The sentences that are in the code now."""
    found = extract_from_dir(str(ROOT / "lifecycle"), [("**.py", "python")], keywords=keywords())
    return {message for _, _, message, _, _ in found}


def test_the_catalogue_has_the_sentences_of_the_code_and_no_others(extracted):
    """``make messages`` was run since a sentence was last changed."""
    assert len(extracted) > 300
    assert extracted - set(read(PO)) == set(), "run make messages and translate"
    assert set(read(PO)) - extracted == set(), "run make messages"
    assert set(read(CATALOGUE / "messages.pot")) == extracted, "run make messages"


def test_every_sentence_is_translated():
    """Nothing is left empty, uncertain or out of use."""
    with PO.open("rb") as file:
        catalog = read_po(file, locale="zh")
    assert not catalog.fuzzy
    assert not catalog.obsolete
    for message in catalog:
        if message.id:
            assert not message.fuzzy, message.id
            assert all(message.string if message.pluralizable else [message.string]), message.id
            assert not message.pluralizable or len(message.string) == catalog.num_plurals == 1


def test_the_compiled_catalogue_is_that_of_the_translations():
    """The .mo file is what compiling the .po file gives, and says how Chinese counts."""
    with PO.open("rb") as file:
        made = io.BytesIO()
        write_mo(made, read_po(file, locale="zh"))
    made.seek(0)
    with PO.with_suffix(".mo").open("rb") as file:
        assert strings(read_mo(file)) == strings(read_mo(made))
        file.seek(0)
        told = gettext.GNUTranslations(file).info()
    assert told["plural-forms"] == "nplurals=1; plural=0;"
    assert told["content-type"] == "text/plain; charset=utf-8"


def placeholders(sentence):
    """Return the placeholders of a sentence with conversion and format."""
    return sorted((name, spec, how or "") for _, name, spec, how in string.Formatter().parse(sentence) if name is not None)


def test_translations_keep_the_placeholders():
    """What is filled in and how it is shown is the same in both languages, and so are doubled braces."""
    for source, chinese in pairs():
        assert placeholders(chinese) == placeholders(source), source
        for brace in ("{{", "}}"):
            assert chinese.count(brace) == source.count(brace), source


def test_translations_keep_the_names_of_keys_and_options():
    """What stands in a file or on the command line is not translated."""
    for source, chinese in pairs():
        for name in re.findall(r"--[a-z]+|\w+_\w+|\w+\.toml|\[+\w+\]+", PLACEHOLDER.sub("", source)):
            assert name in chinese, source


def test_translations_are_chinese():
    """A translation without a Chinese character has nothing but placeholders and names of keys, and punctuation is full-width."""
    for source, chinese in pairs():
        if not CHINESE.search(chinese):
            assert set(re.findall("[A-Za-z]{3,}", PLACEHOLDER.sub("", source))) <= {"schema", "until", "years"}, source
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\.(\s|$)", chinese), chinese


def test_the_header_is_nobodys():
    """The catalogue names no person, no address and no line of code."""
    text = PO.read_text(encoding="utf-8")
    for told in ("@", "FIRST AUTHOR", "#: "):
        assert told not in text


@pytest.mark.parametrize("kind", ENUMS)
def test_every_word_has_a_label_in_both_languages(kind):
    """A term is Chinese in Chinese, English in English, and no two of a kind look alike."""
    for word in kind:
        assert (kind, word) in LABELS, word
    for lang in LANGUAGES:
        labels = [label(word, lang) for word in kind]
        assert len(set(labels)) == len(labels)


def test_labels_are_in_their_language():
    """No label was left in the other language."""
    assert len(ENUMS) > 8
    for found in LABELS.values():
        assert CHINESE.search(found.zh)
        assert found.en.isascii()
        assert found.en.strip()


def test_a_word_without_label_is_shown_as_it_is():
    """A key that has no label stays readable."""
    assert label("hubei/wuhan", "zh") == "hubei/wuhan"
    assert key(State.NOT_ENROLLED) == "not_enrolled"


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "ZH_HANS"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": ""}, "en"),
        ({}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en_GB"}, "zh"),
    ],
)
def test_the_locale_decides(environment, wanted, monkeypatch):
    """The first variable that says something counts; what is neither language is English."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert from_locale() == current() == wanted


def test_using_a_language_ends_with_its_block(monkeypatch):
    """The language before comes back, after an inner block and after an error too."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    with using("zh") as outer:
        assert outer == current() == "zh"
        assert str(say("Usage:")) == "用法："
        with using("en"):
            assert current() == "en"
        with using(None) as same:
            assert same == "zh"
        with using("fr") as same:
            assert same == "zh"
        with pytest.raises(KeyError), using("en"):
            raise KeyError
        assert current() == "zh"
    assert current() == "en"


def test_values_are_rendered_for_the_reader():
    """Numbers take the right form, sentences inside sentences and lists follow the language."""
    assert [counted("{n} month", "{n} months", n).in_("en") for n in (1, 2)] == ["1 month", "2 months"]
    assert [counted("{n} month", "{n} months", n).in_("zh") for n in (1, 2)] == ["1个月", "2个月"]
    sentence = say("a gap of at most {length}", length=counted("{n} month", "{n} months", 3))
    assert (sentence.in_("zh"), sentence.in_("en")) == ("断缴不超过3个月", "a gap of at most 3 months")
    assert rendered([Label("无", "none"), say("yes"), 3], "zh") == "无、是、3"
    assert rendered([Label("无", "none"), say("yes"), 3], "en") == "none, yes, 3"
    assert say("in no catalogue: {it}", it=1).in_("zh") == "in no catalogue: 1"
    assert say("event {n}", n=3).in_("zh") == "事件3"
