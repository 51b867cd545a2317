"""The one reader of the environment, for `flask --app wsgi` and servers."""

import gc

gc.disable()  # nothing loaded below is garbage; looking costs a third of the start

import os
import sys

from app import create_app
from config import BadSetting, Settings

try:
    app = create_app(Settings.from_env(os.environ))
except BadSetting as wrong:
    sys.exit(f"Cobuild does not start: {wrong}")

gc.freeze()  # a worker is a fork: what no one collects stays shared with it
gc.enable()
