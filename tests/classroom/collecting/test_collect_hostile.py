"""`course collect` trusts no name, link, size or zip that was handed in."""

import os
import shutil
import stat
import struct
import zipfile

import pytest
from hand_ins import (  # noqa: F401
    ASSIGNMENT,
    FILES,
    ONE,
    RAW,
    TWO,
    at,
    course,
    got,
    pack,
    put,
    said,
    source,
    version,
)

from classroom.collecting import sources
from classroom.collecting.collect import collect
from classroom.collecting.naming import find_name, safe_name

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("王 芳", "王_芳"),
        ("Zoe\u0308", "Zoë"),
        ("a*b?[c]+d", "a_b_c_d"),
        ("..", "trainee"),
        ("../../etc", "_.._etc"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("", "trainee"),
        ("\u202egnp.evil", "gnp.evil"),
        ("a∕b／c\\d", "a_b_c_d"),
        ("con", "trainee_con"),
        ("COM1.txt", "trainee_COM1.txt"),
        ("a\x00b\nc\ud800", "a_b_c_"),
        ("name.", "name"),
        ("o'neill@city.org", "o_neill@city.org"),
    ],
)
def test_a_name_becomes_one_safe_folder(given, safe):
    assert safe_name(given) == safe


@pytest.mark.parametrize("letter", ["a", "王", "𠀀"])
def test_a_very_long_name_is_cut_and_stays_different(letter):
    one, two = safe_name(letter * 300 + "1"), safe_name(letter * 300 + "2")
    assert one != two and max(len(one.encode()), len(two.encode())) <= 200


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (f"wang_fang_{ONE}", "wang_fang"),
        (f"{ONE} - Wang Fang", "Wang Fang"),
        (f"Wang Fang {ONE.replace('_', ' ').upper()} (3)", "Wang Fang"),
        (f"20260123_{ONE}-2", "20260123"),
        (f"{ONE} (2)", ""),
        (f"{ONE}-Copy1", ""),
        ("Untitled3", ""),
    ],
)
def test_a_flat_name_tells_the_trainee(text, who):
    assert find_name(text, FILES) == ("" if "Untitled" in text else ONE, who)


@needs_links
def test_links_and_pipes_are_named_and_never_opened(course, source):
    put(source, {f"li/{ONE}.ipynb": RAW})
    secret = course / "exercises" / ASSIGNMENT
    (source / "wang").mkdir()
    (source / "wang" / f"{ONE}.ipynb").symlink_to(secret / f"{ONE}.ipynb")
    (source / "xu").symlink_to(secret)
    os.mkfifo(source / "wang" / f"{TWO}.ipynb")
    result = collect(source, ASSIGNMENT, course)
    assert set(got(course)) == {at("li")}
    assert f"Skipped, a symbolic link: wang/{ONE}.ipynb, xu." in said(result)
    assert f"Skipped, a special file: wang/{TWO}.ipynb." in said(result)


@needs_links
def test_a_folder_swapped_for_a_link_after_the_look_is_not_followed(course, source, monkeypatch):
    put(source, {f"wang/deep/{ONE}.ipynb": RAW, f"li/{ONE}.ipynb": RAW})
    real = sources._folder_entries

    def swap(*words):
        entries = real(*words)
        shutil.rmtree(source / "wang" / "deep")
        (source / "wang" / "deep").symlink_to(course / "exercises" / ASSIGNMENT)
        return entries

    monkeypatch.setattr(sources, "_folder_entries", swap)
    result = collect(source, ASSIGNMENT, course)
    assert set(got(course)) == {at("li")} and "unreadable: wang/deep" in said(result)


@needs_links
def test_a_link_in_the_place_to_write_to_is_refused(course, source, tmp_path):
    put(source, {f"wang/{ONE}.ipynb": RAW})
    (course / "submitted").mkdir()
    (course / "submitted" / "wang").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="is a link, not written to"):
        collect(source, ASSIGNMENT, course)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (f"/etc/{ONE}.ipynb", "absolute path"),
        (f"C:\\x\\{ONE}.ipynb", "absolute path"),
        (f"../../wang/{ONE}.ipynb", "leads out"),
        (f"wang\\..\\..\\{ONE}.ipynb", "leads out"),
        (f"wang/a\x00b/{ONE}.ipynb", "control characters"),
        (f"wang/a\nb/{ONE}.ipynb", "control characters"),
        (f"{'w' * 300}/{ONE}.ipynb", "too long or too deep"),
        (f"{'w/' * 40}{ONE}.ipynb", "too long or too deep"),
    ],
)
def test_a_pathological_name_in_a_zip_is_named_and_skipped(course, source, name, reason):
    zipped = source / "all.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr(f"li/{ONE}.ipynb", RAW)
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, RAW)
    result = collect(zipped, ASSIGNMENT, course)
    assert set(got(course)) == {at("li")}
    assert reason in said(result) and "\x00" not in said(result)


def test_backslashes_of_an_old_windows_zip_are_folders(course, source):
    zipped = source / "all.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = f"wang\\{ASSIGNMENT}\\{ONE}.ipynb"
        archive.writestr(info, RAW)
    collect(zipped, ASSIGNMENT, course)
    assert set(got(course)) == {at("wang")}


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_chinese_names_survive_a_zip_that_hides_its_encoding(course, source, encoding):
    zipped = pack(source / "all.zip", {f"@@@@@@/{ONE}.ipynb": RAW})
    raw = "王芳".encode(encoding)
    raw = raw + b"x" * (6 - len(raw))
    zipped.write_bytes(zipped.read_bytes().replace(b"@@@@@@", raw))
    collect(zipped, ASSIGNMENT, course)
    assert set(got(course)) == {at(raw.decode(encoding))}


def test_a_link_in_a_zip_is_named_and_skipped(course, source):
    with zipfile.ZipFile(source / "all.zip", "w") as archive:
        info = zipfile.ZipInfo(f"wang/{ONE}.ipynb")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "../../gradebook.db")
        archive.writestr(f"li/{ONE}.ipynb", RAW)
    result = collect(source / "all.zip", ASSIGNMENT, course)
    assert set(got(course)) == {at("li")} and "a link or special file: wang" in said(result)


def test_encrypted_and_oddly_compressed_entries_are_named(course, source):
    zipped = pack(source / "all.zip", {f"li/{ONE}.ipynb": RAW, f"wang/{ONE}.ipynb": RAW})
    raw = bytearray(zipped.read_bytes())
    entry = raw.rindex(b"PK\x01\x02")
    struct.pack_into("<H", raw, entry + 8, 1)
    zipped.write_bytes(raw)
    with zipfile.ZipFile(zipped, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr(f"xu/{ONE}.ipynb", RAW)
    result = collect(zipped, ASSIGNMENT, course)
    assert set(got(course)) == {at("li")}
    assert f"encrypted with a password: wang/{ONE}.ipynb" in said(result)
    assert f"compressed in an unusual way; zip it again: xu/{ONE}.ipynb" in said(result)


def test_a_broken_entry_or_inner_zip_ends_only_itself(course, source):
    zipped = pack(source / "all.zip", {"xu.zip": b"PK no zip", f"wang/{ONE}.ipynb": RAW})
    raw = bytearray(zipped.read_bytes())
    raw[raw.index(b"wang/") + 60] ^= 0xFF
    zipped.write_bytes(raw)
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr(f"li/{ONE}.ipynb", RAW)
    result = collect(zipped, ASSIGNMENT, course)
    assert set(got(course)) == {at("li")}
    assert f"unreadable: wang/{ONE}.ipynb, xu.zip" in said(result)


def test_a_bomb_is_read_to_the_limit_only(course, source):
    zipped = source / "all.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(f"li/{ONE}.ipynb", RAW)
        with archive.open(f"wang/{ONE}.ipynb", "w") as stream:
            for _ in range(1024):
                stream.write(bytes(2**20))
    result = collect(zipped, ASSIGNMENT, course)
    assert set(got(course)) == {at("li")}
    assert f"larger than 100 MB: wang/{ONE}.ipynb" in said(result)


def test_a_limit_for_all_leaves_out_the_largest(course, source, monkeypatch):
    monkeypatch.setattr(sources, "ALL_BYTES", 3 * len(RAW))
    put(source, {f"wang/{ONE}.ipynb": RAW + b" " * 2 * len(RAW), f"li/{ONE}.ipynb": RAW})
    result = collect(source, ASSIGNMENT, course)
    assert set(got(course)) == {at("li")} and "MB in all: wang" in said(result)


def test_a_zip_of_a_trainee_uses_up_no_more_than_its_share(course, source, monkeypatch):
    monkeypatch.setattr(sources, "INNER_BYTES", len(RAW))
    monkeypatch.setattr(sources, "INNER_ENTRIES", 10)
    pack(source / "wang.zip", {f"{n}/{ONE}.ipynb": version(n) for n in range(5)})
    pack(source / "xu.zip", {f"{n}/{ONE}.ipynb": RAW for n in range(11)})
    put(source, {f"li/{ONE}.ipynb": RAW})
    result = collect(source, ASSIGNMENT, course)
    assert set(got(course)) == {at("li"), at("wang")}
    assert "in one inner zip: wang.zip/" in said(result)
    assert "a zip inside with more than 10 entries: xu.zip" in said(result)


def test_too_many_entries_are_refused(course, source, monkeypatch):
    monkeypatch.setattr(sources, "ALL_ENTRIES", 3)
    files = {f"{n}/{ONE}.ipynb": RAW for n in range(4)}
    for place in (put(source, files), pack(source.parent / "all.zip", files)):
        with pytest.raises(ValueError, match="more than 3 entries"):
            collect(place, ASSIGNMENT, course)
