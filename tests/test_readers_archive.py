"""Bundles: every member by its Chinese name, what cannot be had said, and no bundle that costs more than its limit."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import py7zr
import pytest

from auditor.errors import UnsupportedFormat
from auditor.readers import Limits, Member, expand, is_bundle, read_file
from auditor.readers._limits import MB
from auditor.report import Failure

TEXT = "投标人须在本市设有分公司。\n".encode()


def unpack(path: Path, **limits: int) -> list[Member | Failure]:
    folder = path.parent / "out"
    folder.mkdir()
    return list(expand(path, folder, limits=Limits(**limits)))


def zipped(members: dict[str, bytes], path: Path | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)
    if path is not None:
        path.write_bytes(buffer.getvalue())
    return buffer.getvalue()


def test_members_carry_the_name_of_the_bundle(tmp_path: Path) -> None:
    path = tmp_path / "招标.zip"
    zipped({"附件/采购需求.txt": TEXT, "__MACOSX/._x": b"x", "~$采购.docx": b"x", "空/": b""}, path)
    assert is_bundle(path)
    [member] = unpack(path)
    assert isinstance(member, Member)
    assert member.name == "招标.zip!/附件/采购需求.txt"
    document = read_file(member.path, name=member.name)
    assert (document.source, document.text.encode()) == (member.name, TEXT)


def test_names_in_gbk_without_a_flag(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    stand_in = "AAAAAAAA.txt"  # as long as the four characters in GBK
    path.write_bytes(zipped({stand_in: TEXT}).replace(stand_in.encode(), "招标文件.txt".encode("gbk")))
    assert [member.name for member in unpack(path) if isinstance(member, Member)] == ["a.zip!/招标文件.txt"]


def test_bundles_inside_are_expanded_once(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    deepest = zipped({"d.txt": TEXT})
    zipped({"b.zip": zipped({"c.txt": TEXT, "c.zip": deepest}), "e.txt": TEXT}, path)
    names = [(type(found).__name__, getattr(found, "name", "") or getattr(found, "source", "")) for found in unpack(path)]
    assert names == [("Member", "a.zip!/b.zip!/c.txt"), ("Failure", "a.zip!/b.zip!/c.zip"), ("Member", "a.zip!/e.txt")]


@pytest.mark.parametrize("name", ["../../etc/x.txt", "C:\\win\\x.txt", "/abs/x.txt", "a/../../x.txt", "x.txt\x00.exe"])
def test_nothing_is_written_by_its_own_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    zipped({name: TEXT}, path)
    [member] = unpack(path)
    assert isinstance(member, Member)
    assert member.path.parent == tmp_path / "out"
    assert ".." not in member.name
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip", "out"]


def test_a_bomb_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle, bundle.open("0.txt", "w") as member:
        for _ in range(200):
            member.write(bytes(MB))
    [failure] = unpack(path)
    assert isinstance(failure, Failure)
    assert failure.reason == "limit"
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("limit", [{"members": 3}, {"total": 3 * len(TEXT)}])
def test_limits_end_the_bundle_but_keep_what_came_before(tmp_path: Path, limit: dict[str, int]) -> None:
    path = tmp_path / "a.zip"
    zipped({f"{n}.txt": TEXT for n in range(9)}, path)
    *members, failure = unpack(path, **limit)
    assert [type(member) for member in members] == [Member] * 3
    assert isinstance(failure, Failure)
    assert (failure.source, failure.reason) == ("a.zip", "limit")


def test_a_damaged_member_does_not_stop_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:  # stored, so that the bytes can be spoilt
        bundle.writestr("坏.txt", b"spoil me, please")
        bundle.writestr("好.txt", TEXT)
    path.write_bytes(buffer.getvalue().replace(b"spoil me", b"SPOIL ME"))
    bad, good = unpack(path)
    assert isinstance(bad, Failure) and isinstance(good, Member)
    assert (bad.source, bad.reason) == ("a.zip!/坏.txt", "damaged")


def test_an_encrypted_member_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    data = bytearray(zipped({"密.txt": TEXT}))
    data[6] |= 1  # the flag in the local header and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    [failure] = unpack(path)
    assert isinstance(failure, Failure)
    assert failure.reason == "encrypted"
    assert "密码" in failure.message


def test_a_cut_off_bundle_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.txt": TEXT * 50})[:-30])
    [failure] = unpack(path)
    assert isinstance(failure, Failure)
    assert (failure.source, failure.reason) == ("a.zip", "damaged")


def test_a_bundle_without_files_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    zipped({"空/": b"", "Thumbs.db": b"x"}, path)
    [failure] = unpack(path)
    assert isinstance(failure, Failure)
    assert "没有可读的文件" in failure.message


def sevenzip(path: Path, members: dict[str, bytes], **options: str) -> None:
    with py7zr.SevenZipFile(path, "w", **options) as bundle:
        for name, data in members.items():
            bundle.writestr(data, name)


def test_7z_members(tmp_path: Path) -> None:
    path = tmp_path / "a.7z"
    sevenzip(path, {"招标/文件.txt": TEXT, "空.txt": b"", "二.zip": zipped({"c.txt": TEXT})})
    found = unpack(path)
    assert sorted(member.name for member in found if isinstance(member, Member)) == [
        "a.7z!/二.zip!/c.txt",
        "a.7z!/招标/文件.txt",
        "a.7z!/空.txt",
    ]


def test_7z_password_bomb_and_damage(tmp_path: Path) -> None:
    locked, bomb, broken = (tmp_path / name / "a.7z" for name in ("locked", "bomb", "broken"))
    for path in (locked, bomb, broken):
        path.parent.mkdir()
    sevenzip(locked, {"a.txt": TEXT}, password="secret")
    sevenzip(bomb, {"a.txt": bytes(100 * MB)})
    sevenzip(broken, {"a.txt": TEXT})
    broken.write_bytes(broken.read_bytes()[:-20])
    assert [[found.reason for found in unpack(path) if isinstance(found, Failure)] for path in (locked, bomb, broken)] == [
        ["encrypted"],
        ["limit"],
        ["damaged"],
    ]


def test_a_bundle_is_not_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    zipped({"a.txt": TEXT}, path)
    with pytest.raises(UnsupportedFormat, match="压缩包"):
        read_file(path)


def vint(number: int) -> bytes:
    """A number in seven bits a byte, the lowest first."""
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + vint(rest) if rest else bytes([low])


def rar_block(kind: int, fields: bytes, *, extra: bytes = b"", data: bytes | None = None) -> bytes:
    flags = (0x01 if extra else 0) | (0x02 if data is not None else 0)
    sizes = (vint(len(extra)) if extra else b"") + (vint(len(data)) if data is not None else b"")
    header = vint(kind) + vint(flags) + sizes + fields + extra
    sized = vint(len(header)) + header
    return struct.pack("<I", zlib.crc32(sized)) + sized + (data or b"")


def rar_file(name: str, data: bytes, *, link: tuple[int, str] | None = None) -> bytes:
    """A stored member, or one redirected to another (1 a symbolic link, 4 a hard link, 5 a copy kept once)."""
    extra, packed = b"", data
    if link:
        record = vint(5) + vint(link[0]) + vint(0) + vint(len(link[1].encode())) + link[1].encode()
        extra, packed = vint(len(record)) + record, b""
    fields = vint(4) + vint(len(data)) + vint(0o100644) + struct.pack("<I", zlib.crc32(packed)) + vint(0) + vint(1)
    return rar_block(2, fields + vint(len(name.encode())) + name.encode(), extra=extra, data=packed)


def rar(path: Path, *members: bytes) -> Path:
    path.write_bytes(b"Rar!\x1a\x07\x01\x00" + rar_block(1, vint(0)) + b"".join(members) + rar_block(5, vint(0)))
    return path


def test_rar_members_and_those_kept_once_under_several_names(tmp_path: Path) -> None:
    members = [rar_file("采购需求.txt", TEXT), rar_file("附件/副本.txt", TEXT, link=(5, "采购需求.txt"))]
    members += [rar_file("硬链接.txt", TEXT, link=(4, "采购需求.txt")), rar_file("别处.txt", b"", link=(1, "../../etc/passwd"))]
    members += [rar_file("落空.txt", TEXT, link=(5, "没有.txt"))]
    *found, away, lost = unpack(rar(tmp_path / "a.rar", *members))
    assert [(one.name, one.path.read_bytes()) for one in found if isinstance(one, Member)] == [
        (f"a.rar!/{name}", TEXT) for name in ("采购需求.txt", "附件/副本.txt", "硬链接.txt")
    ]
    assert isinstance(away, Failure) and isinstance(lost, Failure)
    assert "链接" in away.message and away.reason == lost.reason == "unsupported"


def test_copies_kept_once_cost_their_size(tmp_path: Path) -> None:
    big = bytes(MB)
    copies = [rar_file(f"{at}.txt", big, link=(5, "大.txt")) for at in range(5)]
    *_, failure = unpack(rar(tmp_path / "a.rar", rar_file("大.txt", big), *copies), total=4 * MB)
    assert isinstance(failure, Failure) and failure.reason == "limit"


SHARED = Path(__file__).parents[1].parent / "shared" / "hostile"


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the rar files in ../shared/hostile: enciphered ones cannot be written here")
def test_rar_members_passwords_and_volumes(tmp_path: Path) -> None:
    wanted = {"rarfile-0944932546": "", "rarfile-6f6914979d": "encrypted", "rarfile-57f57c2d61": "unsupported"}
    for name, outcome in wanted.items():
        folder = tmp_path / name
        folder.mkdir()
        found = list(expand(SHARED / f"{name}.rar", folder))
        assert {one.reason if isinstance(one, Failure) else "" for one in found} == {outcome}


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_tar_members(tmp_path: Path, mode: str, encoding: str) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, mode, format=tarfile.GNU_FORMAT, encoding=encoding) as bundle:  # type: ignore[call-overload]
        for name, kind in (("附件", tarfile.DIRTYPE), ("附件/采购需求.txt", tarfile.REGTYPE), ("链接.txt", tarfile.SYMTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.size = kind, len(TEXT) if kind == tarfile.REGTYPE else 0
            bundle.addfile(info, io.BytesIO(TEXT))
    assert is_bundle(path)
    member, link = unpack(path)
    assert isinstance(member, Member) and isinstance(link, Failure)
    assert (member.name, member.path.read_bytes()) == ("a.tar!/附件/采购需求.txt", TEXT)
    assert link.source == "a.tar!/链接.txt"


def test_a_single_packed_file_and_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "需求.txt.gz"
    path.write_bytes(gzip.compress(TEXT))
    assert [found.name for found in unpack(path) if isinstance(found, Member)] == ["需求.txt.gz!/需求.txt"]
    path.write_bytes(gzip.compress(bytes(100 * MB)))
    folder = tmp_path / "bomb"
    folder.mkdir()
    [failure] = expand(path, folder)
    assert isinstance(failure, Failure) and failure.reason == "limit"
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    "head",
    [b"Rar!\x1a\x07\x00\xce\x99s\x80\x00\r\x00" + bytes(20), b"Rar!\x1a\x07\x01\x00\xaf\xf5iE!\x04\x00\x00" + bytes(20)],
)
def test_a_rar_whose_names_are_locked_says_so(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "a.rar"
    path.write_bytes(head)
    [failure] = unpack(path)
    assert isinstance(failure, Failure) and failure.reason == "encrypted"
