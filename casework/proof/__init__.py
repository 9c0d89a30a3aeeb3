"""What proves the records: anchors outside the database, the nightly verification, the sheets of what was looked at."""
