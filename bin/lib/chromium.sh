# Sourced by bin/test: a Chromium for the journeys, from the machine or from Playwright.

chromium=
# The shell draws to no screen, which halves the work; then the whole browsers.
chromium_names=(chromium-headless-shell chromium chromium-browser
  google-chrome-stable google-chrome)

find_chromium() {
  local name
  for name in "${chromium_names[@]}"; do
    chromium=$(command -v "$name") && return
  done
  chromium=$(playwright_chromium)
  [ -x "$chromium" ]
}

playwright_chromium() {
  "$venv/bin/python" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    print(p.chromium.executable_path)' 2>/dev/null || true
}

# Finds or gets one, and tells the tests.
need_chromium() {
  get_chromium
  export COBUILD_CHROMIUM=$chromium
}

get_chromium() {
  find_chromium && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing the system's Chromium ..."
    { apt-get update -q && apt-get install -qy --no-install-recommends chromium-headless-shell ||
      apt-get install -qy --no-install-recommends chromium; } \
      >"$work/apt.log" 2>&1 || true
    find_chromium && return
  fi
  say "Fetching Playwright's own Chromium ..."
  "$venv/bin/python" -m playwright install chromium >"$work/playwright.log" 2>&1 || true
  find_chromium && return
  die "Chromium is needed for the browser journeys and could not be had:" \
    "install it (Debian: apt install chromium) or type --without browser."
}
