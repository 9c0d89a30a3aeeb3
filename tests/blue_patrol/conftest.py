import pytest

from casework import paper_registry


@pytest.fixture
def without_bytes(monkeypatch):
    """Papers are rendered elsewhere; here they would only take time after each commit."""
    monkeypatch.setattr(paper_registry, "after_commit", lambda *args: None)
