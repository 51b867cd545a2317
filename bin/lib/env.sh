# Sourced by every script of bin/: where we are, which Python, which packages.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv=$root/.venv
# Compiled once, not at every start, whatever the machine says.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$(basename "$0"): $*"
  exit 1
}

need_value() { # OPTION COUNT: the option is followed by a value
  (($2 >= 2)) || die "$1 needs a value."
}

# Prints the Pythons of the PATH, the system's own first: it is built for speed, while
# one compiled by hand is often a third slower.
pythons() {
  local found others=()
  while read -r found; do
    case $found in
      /usr/bin/*) echo "$found" ;;
      *) others+=("$found") ;;
    esac
  done < <(type -ap python3 python3.14 python3.13 python3.12 python3.11)
  printf '%s\n' "${others[@]}"
}

# Prints the first Python that is new enough and has venv; 3.11 is the oldest we run on.
find_python() {
  local python old= bare=
  for python in $(pythons); do
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      old=${old:-$("$python" -V 2>&1 || true)}
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
      bare=${bare:-$("$python" -V)}
    else
      echo "$python"
      return
    fi
  done
  [ -z "$bare" ] ||
    die "$bare lacks its venv module; on Debian and Ubuntu: apt install python3-venv"
  [ -n "$old" ] || die "Python 3.11 or newer is needed; none is on the PATH."
  die "Python 3.11 or newer is needed; this machine has ${old}."
}

make_venv() {
  local python
  python=$(find_python)
  say "Making a virtual environment with $("$python" -V) ..."
  "$python" -m venv --clear "$venv" ||
    die "The virtual environment $venv cannot be made."
}

# Installs hashed requirement files, unless these very files are installed already.
install() { # FILE...
  local file name stamp
  "$venv/bin/python" -c '' 2>/dev/null || make_venv
  for file; do
    name=$(basename "$file" .txt)
    stamp=$venv/.installed-$name
    if [ "$(cat "$stamp" 2>/dev/null)" != "$(git hash-object "$file")" ]; then
      install_file "$file"
      git hash-object "$file" >"$stamp"
    fi
  done
}

install_file() { # FILE
  local all log=$venv/pip.log
  all=$(grep -c '==' "$1")
  say "Installing up to $all packages of $(basename "$1") ..."
  if ! "$venv/bin/python" -m pip install --disable-pip-version-check --no-input \
    --require-hashes -r "$1" 2>"$log.err" | tee "$log" | count_packages "$all"; then
    tail -n 5 "$log.err" >&2
    die "The packages of $(basename "$1") cannot be installed; see $log and $log.err"
  fi
}

count_packages() { # ALL
  awk -v all="$1" '
    /^Collecting/ && ++n % 10 == 0 { printf "  %d of %d\n", n, all; fflush() }
    /^Installing collected/ { print "  unpacking"; fflush() }' >&2
}
