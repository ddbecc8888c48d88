#!/usr/bin/env bash
# Runs the benchmarks in Release on a PostgreSQL of their own that is as durable as a real one (fsync on). Arguments
# go to them. COLLAB_BENCH_PG says how to connect, COLLAB_BENCH_PG_BIN where pgbench is.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/postgres.inc.sh"
cd "$here/.."

require_dotnet
require_postgres
dotnet build tests/Collab.Benchmarks --configuration Release --verbosity quiet --nologo -p:RestoreLockedMode=true >&2
start_postgres on
COLLAB_BENCH_PG=$PG_CONNECTION COLLAB_BENCH_PG_BIN=$PG_BIN \
  dotnet tests/Collab.Benchmarks/bin/Release/net10.0/Collab.Benchmarks.dll "$@"
