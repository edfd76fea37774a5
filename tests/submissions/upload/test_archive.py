"""What an upload may hold, and what is refused before a byte of it is believed."""

import io
import stat
import struct
import tarfile
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.problems import BadInput
from core.settings import Settings, get_settings
from core.text import make_printable
from submissions.upload.archive import open_upload
from submissions.upload.members import UploadMember, select_members
from tests.helpers.uploads import picture, write_folder, write_zip

PNG = picture()


def read_all(path: Path, settings: Settings) -> tuple[dict[str, bytes], list[str]]:
    """Every member that can be read, and the codes of all problems, in order."""
    codes = []
    contents = {}
    try:
        with open_upload(path, settings) as upload:
            codes += [problem.code for problem in upload.problems]
            for member in upload.members:
                try:
                    contents[member.path] = upload.read(member)
                except BadInput as error:
                    codes += [problem.code for problem in error.problems]
    except BadInput as error:
        codes += [problem.code for problem in error.problems]
    return contents, codes


def smaller(settings: Settings, **caps: int) -> Settings:
    return settings.model_copy(update=caps)


def test_a_sound_zip_and_a_sound_folder_read_the_same(tmp_path: Path, settings: Settings) -> None:
    files = {"faithfulness/a.png": PNG, "alignment/b.png": picture((1, 2, 3))}
    from_zip = read_all(write_zip(tmp_path / "x.zip", files), settings)
    from_folder = read_all(write_folder(tmp_path / "x", files), settings)
    assert from_zip == from_folder == (files, [])


@given(
    byte=st.binary(min_size=1, max_size=1),
    pieces=st.integers(0, 2),
    more=st.integers(0, 600) | st.integers(0, 65_535),
    head=st.binary(max_size=40),
)
@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(byte=b"a", pieces=1, more=1, head=b"")
def test_long_runs_of_equal_bytes_are_read_to_their_end(
    tmp_path: Path, settings: Settings, byte: bytes, pieces: int, more: int, head: bytes
) -> None:
    content = b"image: " + head + byte * (65_536 * pieces + more)
    path = write_zip(tmp_path / "x.zip", {"faithfulness/a.png": content})
    assert read_all(path, settings) == ({"faithfulness/a.png": content}, [])


def test_clutter_of_archivers_is_ignored(tmp_path: Path, settings: Settings) -> None:
    path = write_zip(
        tmp_path / "x.zip",
        {
            "my model/": b"",
            "my model/faithfulness/": b"",
            "my model/faithfulness/a.png": PNG,
            "my model/faithfulness/.DS_Store": b"x",
            "my model/Thumbs.db": b"x",
            "__MACOSX/my model/faithfulness/._a.png": b"x",
        },
    )
    assert read_all(path, settings) == ({"faithfulness/a.png": PNG}, [])


def test_a_zip64_with_a_comment_is_a_zip(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        with archive.open("faithfulness/a.png", "w", force_zip64=True) as member:
            member.write(PNG)
        archive.comment = b"PK is how it starts"
    assert read_all(path, settings) == ({"faithfulness/a.png": PNG}, [])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../x.png", "path_traversal"),
        ("faithfulness/../../x.png", "path_traversal"),
        ("faithfulness\\..\\x.png", "path_traversal"),
        ("/etc/x.png", "absolute_name"),
        ("\\\\server\\x.png", "absolute_name"),
        ("C:/x.png", "absolute_name"),
        ("c:x.png", "absolute_name"),
        ("faithfulness\\a.png", "backslash"),
        ("faithfulness/a\n.png", "bad_name"),
        ("faithfulness/\u202egnp.a", "bad_name"),
        (f"faithfulness/{'a' * 300}.png", "bad_name"),
        ("faithfulness/more.zip", "nested_archive"),
        ("faithfulness/more.tar.gz", "nested_archive"),
    ],
)
def test_unsafe_names_are_refused_and_the_rest_is_still_read(
    tmp_path: Path, settings: Settings, name: str, code: str
) -> None:
    path = write_zip(tmp_path / "x.zip", {"faithfulness/a1.png": PNG, name: PNG})
    assert read_all(path, settings) == ({"faithfulness/a1.png": PNG}, [code])


def test_a_name_with_a_nul_is_checked_whole(tmp_path: Path, settings: Settings) -> None:
    forged = write_zip(tmp_path / "y.zip", {"faithfulness/a.pngX.exe": PNG})
    forged.write_bytes(forged.read_bytes().replace(b"a.pngX.exe", b"a.png\0.exe"))
    assert read_all(forged, settings) == ({}, ["bad_name"])


@pytest.mark.parametrize(
    "twin", ["faithfulness/a.png", "faithfulness/A.PNG", "./faithfulness/a.png", "faithfulness/\uff41.png"]
)
def test_names_that_some_systems_take_for_the_same_are_duplicates(
    tmp_path: Path, settings: Settings, twin: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of the name we repeat on purpose
        path = write_zip(tmp_path / "x.zip", {"faithfulness/a.png": PNG}, (twin, PNG))
    assert read_all(path, settings) == ({"faithfulness/a.png": PNG}, ["duplicate_name"])


@pytest.mark.parametrize(
    ("mode", "code"),
    [(stat.S_IFLNK | 0o777, "symlink"), (stat.S_IFIFO, "special_file"), (stat.S_IFCHR, "special_file")],
)
def test_links_and_devices_in_a_zip_are_refused(tmp_path: Path, settings: Settings, mode: int, code: str) -> None:
    info = zipfile.ZipInfo("faithfulness/a.png")
    info.external_attr = mode << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert read_all(tmp_path / "x.zip", settings) == ({}, [code])


def test_links_in_a_folder_are_refused_and_not_followed(tmp_path: Path, settings: Settings) -> None:
    root = write_folder(tmp_path / "x", {"faithfulness/a.png": PNG})
    elsewhere = write_folder(tmp_path / "y", {"secret.png": PNG})
    (root / "faithfulness" / "b.png").symlink_to(elsewhere / "secret.png")
    (root / "alignment").symlink_to(elsewhere)
    contents, codes = read_all(root, settings)
    assert (list(contents), codes) == (["faithfulness/a.png"], ["symlink", "symlink"])


def test_a_password_is_refused(tmp_path: Path, settings: Settings) -> None:
    path = write_zip(tmp_path / "x.zip", {"faithfulness/a.png": PNG})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    raw[6] |= 1
    path.write_bytes(raw)
    assert read_all(path, settings) == ({}, ["encrypted"])


def test_a_declared_ratio_of_1000_is_refused_before_inflating(tmp_path: Path, settings: Settings) -> None:
    path = write_zip(tmp_path / "x.zip", {"faithfulness/a.png": bytes(5_000_000)})
    assert path.stat().st_size < 10_000
    assert read_all(path, settings) == ({}, ["archive_bomb"])


def forge_size(path: Path, size: int) -> None:
    """Make both headers of a zip's only member declare `size` bytes unpacked, with the checksum that these have."""
    raw = bytearray(path.read_bytes())
    central = raw.index(b"PK\x01\x02")
    checksum = zlib.crc32(bytes(size))
    struct.pack_into("<I", raw, 14, checksum)
    struct.pack_into("<I", raw, 22, size)
    struct.pack_into("<I", raw, central + 16, checksum)
    struct.pack_into("<I", raw, central + 24, size)
    path.write_bytes(raw)


def test_a_bomb_with_a_false_size_is_refused_while_inflating(tmp_path: Path, settings: Settings) -> None:
    path = write_zip(tmp_path / "x.zip", {"faithfulness/a.png": bytes(400_000_000)})
    forge_size(path, 1000)
    assert read_all(path, settings) == ({}, ["archive_bomb"])


def test_a_member_larger_than_declared_is_refused_even_when_small(tmp_path: Path, settings: Settings) -> None:
    path = write_zip(tmp_path / "x.zip", {"faithfulness/a.png": bytes(5000)})
    forge_size(path, 1000)
    assert read_all(path, settings) == ({}, ["archive_bomb"])


def test_members_that_share_bytes_are_refused(tmp_path: Path, settings: Settings) -> None:
    path = write_zip(tmp_path / "x.zip", {"faithfulness/a.png": PNG, "faithfulness/b.png": PNG})
    raw = bytearray(path.read_bytes())
    second = raw.index(b"PK\x01\x02", raw.index(b"PK\x01\x02") + 1)
    struct.pack_into("<I", raw, second + 42, 0)
    path.write_bytes(raw)
    assert read_all(path, settings) == ({"faithfulness/a.png": PNG}, ["overlapping_members"])


def test_a_wrong_checksum_is_refused(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("faithfulness/a.png", PNG)
    path.write_bytes(path.read_bytes().replace(PNG, PNG[:-20] + b"!" + PNG[-19:]))
    assert read_all(path, settings) == ({}, ["bad_checksum"])


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(tmp_path: Path, settings: Settings, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", method) as archive:
        archive.writestr("faithfulness/a.png", PNG)
    assert read_all(tmp_path / "x.zip", settings) == ({}, ["unsupported_compression"])


def test_an_archive_named_as_an_image_is_refused(tmp_path: Path, settings: Settings) -> None:
    inner = write_zip(tmp_path / "inner.zip", {"a.png": PNG}).read_bytes()
    path = write_zip(tmp_path / "x.zip", {"faithfulness/a.png": inner})
    assert read_all(path, settings) == ({}, ["nested_archive"])


def test_caps_on_entries_files_and_the_whole(tmp_path: Path, settings: Settings) -> None:
    files = {f"faithfulness/{number}.png": picture((number, 0, 0)) for number in range(4)}
    sizes = [len(content) for content in files.values()]
    for path in (write_zip(tmp_path / "x.zip", files), write_folder(tmp_path / "x", files)):
        assert read_all(path, smaller(settings, max_archive_entries=4))[1] == []
        assert read_all(path, smaller(settings, max_archive_entries=3)) == ({}, ["too_many_entries"])
        assert read_all(path, smaller(settings, max_image_bytes=min(sizes) - 1)) == ({}, ["file_too_large"] * 4)
    folder_cap = smaller(settings, max_archive_bytes=sum(sizes) - 1)
    assert read_all(tmp_path / "x", folder_cap)[1] == ["archive_too_large"]
    assert read_all(tmp_path / "x.zip", smaller(settings, max_archive_bytes=100)) == ({}, ["archive_too_large"])


def test_a_huge_table_of_contents_is_refused_unread(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(9000):
            archive.writestr(f"faithfulness/{number:0100}.png", b"")
    few = smaller(settings, max_archive_entries=100)
    assert read_all(path, few) == ({}, ["too_many_entries"])
    with open_upload(path, smaller(settings, max_archive_entries=9000)) as upload:
        assert len(upload.members) == 9000


def tar_bytes() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("a.png")
        info.size = len(PNG)
        archive.addfile(info, io.BytesIO(PNG))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty_archive", "0 bytes"),
        (b"PK\x05\x06" + bytes(18), "empty_archive", "is empty"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), "not_a_zip", "a 7z archive"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(100), "not_a_zip", "a RAR archive"),
        (b"\x1f\x8b\x08" + bytes(100), "not_a_zip", "a gzip archive"),
        (tar_bytes(), "not_a_zip", "a tar archive"),
        (PNG, "not_a_zip", "not a zip"),
        (b"hello", "not_a_zip", "not a zip"),
    ],
)
def test_other_archive_formats_are_named_in_the_refusal(
    tmp_path: Path, settings: Settings, content: bytes, code: str, words: str
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=words) as caught, open_upload(path, settings):
        pass
    assert [problem.code for problem in caught.value.problems] == [code]


def test_only_clutter_is_an_empty_archive(tmp_path: Path, settings: Settings) -> None:
    path = write_zip(tmp_path / "x.zip", {"faithfulness/": b"", ".DS_Store": b"x"})
    assert read_all(path, settings) == ({}, ["empty_archive"])


def test_a_path_that_is_not_there(tmp_path: Path, settings: Settings) -> None:
    assert read_all(tmp_path / "x.zip", settings) == ({}, ["unreadable"])


def test_a_zip_cut_anywhere_is_refused_and_nothing_else_happens(tmp_path: Path, settings: Settings) -> None:
    whole = write_zip(tmp_path / "x.zip", {"faithfulness/a.png": PNG, "faithfulness/b.png": PNG}).read_bytes()
    path = tmp_path / "cut.zip"
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        contents, codes = read_all(path, settings)
        assert contents == {}
        assert codes


@given(name=st.text(min_size=1, max_size=40))
def test_no_name_ever_leads_out_of_the_upload(name: str) -> None:
    members, problems = select_members([(UploadMember(name, 0), None)], 10, "x.zip")
    assert len(members) + len(problems) == 1
    for member in members:
        path = Path("/root") / member.path
        assert path.is_relative_to("/root")
        assert ".." not in path.parts
        assert "\\" not in member.path
    for problem in problems:
        assert problem.where.isprintable()


@given(name=st.text(st.characters(codec=None, categories=None), max_size=500))
def test_names_are_shown_printable_and_short(name: str) -> None:
    assert make_printable(name).isprintable()
    assert len(make_printable(name)) <= 121
    make_printable(name).encode()


@given(data=st.data())
@hypothesis_settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_zip_with_flipped_bytes_gives_right_bytes_or_problems(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(write_zip(tmp_path / "x.zip", {"faithfulness/a.png": PNG, "alignment/b.png": PNG}).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "flipped.zip"
    path.write_bytes(raw)
    contents, _ = read_all(path, get_settings())
    for content in contents.values():
        assert content == PNG
