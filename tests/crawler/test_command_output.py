import subprocess
import sys


def test_a_reader_that_has_had_enough_gets_no_traceback(tmp_path):
    story = tmp_path / "story.txt"
    story.write_text("A headline\n\n" + "A paragraph that says what happened, and where it did.\n" * 5000)
    with subprocess.Popen(
        [sys.executable, "-m", "scrapy", "split", str(story)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as split:
        assert split.stdout is not None
        assert split.stderr is not None
        assert split.stdout.read(1) == b"{"
        split.stdout.close()
        assert split.stderr.read() == b""
        assert split.wait(timeout=60) == 1
