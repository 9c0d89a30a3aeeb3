"""The whole database as one folder, and back: dumped and counted in one snapshot, proved before it is believed.

exports.py      rows and hash of every table's ordered export, and what the stored files hash to
manifest.py     what stands beside the dump: hashes, migrations, the history's last link; sealed by the history's key
folder.py       written under another name and renamed; the oldest pruned
programs.py     pg_dump and pg_restore, of the server's version or newer
keys.py         the keys, enciphered under a passphrase, in a file that lies elsewhere
restoring.py    into an empty database only; compared with the manifest, or emptied again
"""
