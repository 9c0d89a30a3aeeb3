"""PostgreSQL without a service, for the demo and the tests: started on the first connection, joined when it runs.

`places` says where data, socket and programs are; `server` starts, prepares and stops; `base` is Django's
backend (ENGINE "config.embedded"); `python -m config.embedded start|stop|status|psql` is for the scripts.
"""
