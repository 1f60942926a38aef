"""A file that a command writes is complete or not there, whatever stood in its place."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from config.output_files import OutputFileError, refuse_unwritable, written_file


def _write(path: Path, text: str = "whole\n") -> None:
    with written_file(path) as file:
        file.write(text)


def _interrupted(path: Path) -> None:
    with written_file(path) as file:
        file.write("half")
        raise KeyboardInterrupt


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    with written_file(target) as file:
        file.write("whole\n")
        assert not target.exists()
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_text() == "whole\n"


def test_an_interrupted_command_leaves_the_file_before_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("before")
    with pytest.raises(KeyboardInterrupt):
        _interrupted(target)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


def test_a_replaced_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "report.html", tmp_path / "link"
    target.write_text("before")
    target.chmod(0o640)
    link.symlink_to(target)
    _write(link)
    assert link.is_symlink()
    assert (target.read_text(), stat.S_IMODE(target.stat().st_mode)) == ("whole\n", 0o640)


def test_a_link_that_leads_nowhere_yet_gets_its_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "new")
    _write(tmp_path / "link")
    assert (tmp_path / "new").read_text() == "whole\n"


def test_a_name_may_be_as_long_as_the_file_system_allows(tmp_path: Path) -> None:
    target = tmp_path / ("n" * 255)
    _write(target)
    assert target.read_text() == "whole\n"


def test_a_named_pipe_is_written_in_place(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    refuse_unwritable(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True) as reader:
        _write(pipe)
        assert reader.communicate(timeout=60)[0] == "whole\n"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_full_device_is_one_line() -> None:
    refuse_unwritable(Path("/dev/full"))
    with pytest.raises(OutputFileError, match=r"^/dev/full cannot be written: No space left on device$"):
        _write(Path("/dev/full"))


@pytest.mark.parametrize(
    ("name", "because"),
    [
        (".", "it is a directory; name a file"),
        ("nowhere/file", "there is no directory .*nowhere"),
        ("file/below", "there is no directory .*file"),
        ("n" * 256, "File name too long"),
        ("loop", "there is no directory|Too many levels of symbolic links"),
        ("caf\udce9/file", "there is no directory .*caf\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_a_target_that_cannot_be_written_is_refused_before_and_while_it_is_written(
    tmp_path: Path, name: str, because: str
) -> None:
    (tmp_path / "file").write_text("a file")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(OutputFileError, match=rf"cannot be written: ({because})"):
        refuse_unwritable(tmp_path / name)
    with pytest.raises(OutputFileError, match="cannot be written"):
        _write(tmp_path / name)


def test_a_failure_elsewhere_is_not_blamed_on_the_target(tmp_path: Path) -> None:
    with pytest.raises(OutputFileError, match=r"^/dev/full cannot be written"), written_file(tmp_path / "feed"):
        raise OSError(28, "No space left on device", "/dev/full")
