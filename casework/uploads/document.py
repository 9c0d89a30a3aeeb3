"""What is kept of a file that was handed in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """A file that was looked at: its name as shown, its bytes, what they are."""

    name: str
    content: bytes
    media_type: str

    def details(self) -> dict[str, object]:
        """Its part of an act's details: name, content, media_type."""
        return {"name": self.name, "content": self.content, "media_type": self.media_type}
