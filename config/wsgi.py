"""The WSGI application that gunicorn serves."""

import os
import time

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Only as the server starts: one that serves while a newer release migrates goes on until it is restarted.
if time.time() - float(os.environ.get("SERVING_SINCE", "0")) < 60:
    from casework.watch.starting import refuse

    refuse(pages=True)
