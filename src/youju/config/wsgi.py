"""The door of the web server. It does not open while a view has no access rule."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "youju.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from youju.web.access import refuse_undeclared

refuse_undeclared()

from youju.engine.language.scheme import Scheme
from youju.engine.registers import Declaration

# Half a second of building that the first to ask for a page would wait for.
Scheme.model_rebuild(force=True)
Declaration.model_rebuild(force=True)

from youju.config.settings import ENV

if ENV.sequencer:
    from youju.kernel.sequencer import start

    start()

if ENV.jobs == "here":
    from youju.kernel.jobs import start as start_working

    start_working()

from youju.flow.units.bearing import start as start_bearing

start_bearing()

from youju.web.warming import start as start_warming

start_warming()

from youju.web.keeping import start as start_keeping

start_keeping()

if ENV.deliverer and ENV.hook_hosts:
    from youju.kernel.delivering import start as start_delivering

    start_delivering()
