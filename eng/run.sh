#!/usr/bin/env bash
# Starts Collab on this machine: installs PostgreSQL when it is missing, builds once, and starts everything in one
# process. Arguments go to it; --help lists them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/postgres.inc.sh"
cd "$here/.."

require_dotnet
if [ -z "${ConnectionStrings__Collab:-}" ]; then require_postgres; fi
say "Building."
dotnet build src/Collab.Local --configuration Release --verbosity quiet --nologo -p:RestoreLockedMode=true >&2
exec dotnet src/Collab.Local/bin/Release/net10.0/Collab.Local.dll "$@"
