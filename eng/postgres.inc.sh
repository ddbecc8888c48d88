# Finds or installs PostgreSQL 15 or newer, and runs a throw-away one. Sourced by run.sh, test.sh and bench.sh.

say() { printf '%s\n' "$*" >&2; }
refuse() { say "$*"; exit 1; }

# Runs a command as root, when that is possible without asking for a password.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"
  else return 1; fi
}

# apt_install PACKAGE...: installs Debian packages quietly; the lists are fetched first, because a fresh image has none.
apt_install() {
  command -v apt-get >/dev/null || return 1
  as_root true || return 1
  say "Installing $*."
  as_root apt-get update -qq >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

require_dotnet() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' \
    || refuse "The .NET 10 SDK is needed: install it from https://dotnet.microsoft.com/download/dotnet/10.0, then start again."
}

# Prints the folder of the newest PostgreSQL's programs that is new enough.
find_postgres() {
  local folder version best=0 found=
  local IFS=:
  for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
      /usr/local/opt/postgresql@*/bin /home/linuxbrew/.linuxbrew/opt/postgresql@*/bin \
      /Applications/Postgres.app/Contents/Versions/*/bin $PATH; do
    [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] || continue
    version=$("$folder/postgres" --version | sed -n 's/.*(PostgreSQL) \([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge 15 ] && [ "$version" -gt "$best" ]; then best=$version found=$folder; fi
  done
  [ -n "$found" ] && printf '%s\n' "$found"
}

# Makes sure that there is a PostgreSQL, and leaves the folder of its programs in PG_BIN.
require_postgres() {
  PG_BIN=$(find_postgres) && return
  if command -v brew >/dev/null; then
    say "Installing postgresql@17."
    brew install --quiet postgresql@17 >&2
  elif command -v apt-get >/dev/null; then
    apt_install postgresql || true
  fi
  PG_BIN=$(find_postgres) \
    || refuse "PostgreSQL 15 or newer is needed and could not be installed here: install it (Debian: apt-get install postgresql; macOS: brew install postgresql@17), then start again."
}

# start_postgres on|off: starts a PostgreSQL in a new temporary folder on a free port, with fsync on or off. It ends
# with this script, however that ends. Leaves how to connect as its superuser in PG_CONNECTION.
start_postgres() {
  local fsync=$1 user=(env) guard=(env)
  PG_DIR=$(mktemp -d)
  trap stop_postgres EXIT
  PG_PASSWORD=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  (umask 077; printf '%s' "$PG_PASSWORD" >"$PG_DIR/password")
  if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root.
    id -u postgres >/dev/null 2>&1 || as_root useradd --system postgres
    user=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    chown -R postgres:postgres "$PG_DIR"
  fi
  if command -v setpriv >/dev/null; then guard=(setpriv "${user[@]:1}" --pdeathsig INT); fi
  (cd / && "${user[@]}" "$PG_BIN/initdb" -D "$PG_DIR/data" -U postgres --pwfile="$PG_DIR/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync >/dev/null) \
    || refuse "PostgreSQL's initdb failed in $PG_DIR."
  while PG_PORT=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$PG_PORT") 2>/dev/null; do :; done
  # The kernel ends it when this shell is killed.
  (cd / && exec "${guard[@]}" "$PG_BIN/postgres" -D "$PG_DIR/data" -p "$PG_PORT" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c max_connections=500 -c shared_buffers=256MB -c fsync="$fsync" \
    -c full_page_writes="$fsync" -c synchronous_commit=on >/dev/null 2>"$PG_DIR/log") &
  PG_PID=$!
  until "$PG_BIN/pg_isready" -q -h 127.0.0.1 -p "$PG_PORT"; do
    kill -0 "$PG_PID" 2>/dev/null || refuse "The PostgreSQL for this run did not start: $(tail -n 1 "$PG_DIR/log")"
    sleep 0.1
  done
  PG_CONNECTION="Host=127.0.0.1;Port=$PG_PORT;Username=postgres;Password=$PG_PASSWORD"
}

stop_postgres() {
  if [ -n "${PG_PID:-}" ]; then
    kill -INT "$PG_PID" 2>/dev/null || true
    wait "$PG_PID" 2>/dev/null || true
  fi
  rm -rf "$PG_DIR"
}
