"""What the people have noted is read right; these need no hosts."""

import json

from tests.cluster.examination import Told


def notes(folder, *events: dict) -> Told:
    log = folder / "people"
    log.write_text("".join(json.dumps(each) + "\n" for each in events) + '{"read": "/ca')
    return Told.read(log)


def test_each_person_has_a_count_of_what_was_asked_again_also_of_nothing(tmp_path):
    assert notes(tmp_path, {"up": 3}).retries() == [0, 0, 0]
    failed = [{"failed": 503, "user": 1}, {"failed": "reset", "user": 1}]
    assert notes(tmp_path, {"up": 3}, *failed).retries() == [0, 2, 0]


def test_a_line_that_is_not_written_out_yet_is_none(tmp_path):
    assert notes(tmp_path, {"up": 1}).of("read") == []
