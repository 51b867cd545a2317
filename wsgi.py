"""The one reader of the environment: for `flask --app wsgi` and servers."""

import os
import sys

from app import create_app
from config import BadSetting, Settings

try:
    app = create_app(Settings.from_env(os.environ))
except BadSetting as wrong:
    sys.exit(f"Cobuild does not start: {wrong}")
