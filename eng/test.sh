#!/usr/bin/env bash
# Builds with warnings as errors and runs every test on a PostgreSQL of its own; the last line sums up. Installs
# PostgreSQL and Chromium when they are missing.
#   --only NAME      only test projects whose name contains NAME
#   --pictures DIR   no tests: leaves a picture of every page, and an index to leaf through them, in DIR
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/postgres.inc.sh"
cd "$here/.."

only= pictures=
while [ $# -gt 0 ]; do
  case $1 in
    --only) only=${2:?--only takes the name of a test project} ; shift 2 ;;
    --pictures) mkdir -p "${2:?--pictures takes a folder}" ; pictures=$(cd "$2" && pwd) ; shift 2 ;;
    *) refuse "Unknown option $1: there are --only NAME and --pictures DIR." ;;
  esac
done

# Prints the path of a Chromium, or fails.
find_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do command -v "$name" && return; done
  name="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  [ -x "$name" ] && printf '%s\n' "$name"
}

require_dotnet
require_postgres
if [ -z "${COLLAB_CHROMIUM:-}" ]; then
  COLLAB_CHROMIUM=$(find_chromium) || { apt_install chromium || true; }
  COLLAB_CHROMIUM=${COLLAB_CHROMIUM:-$(find_chromium)} || refuse "Chromium is needed and could not be installed here: install it, or name it in COLLAB_CHROMIUM."
fi
export COLLAB_CHROMIUM

# Pictures are taken when asked for, and only then.
filter=(-trait- Category=Pictures)
if [ -n "$pictures" ]; then
  export COLLAB_PICTURES=$pictures
  filter=(-trait Category=Pictures) only=Collab.EndToEnd
fi

build=(Collab.sln)
if [ -n "$only" ]; then build=(tests/*"$only"*/*.csproj); fi
for target in "${build[@]}"; do
  [ -e "$target" ] || refuse "There is no test project whose name contains $only."
  dotnet restore "$target" --locked-mode --verbosity quiet
  dotnet build "$target" --no-restore --configuration Debug --verbosity quiet --nologo -warnaserror
done

start_postgres off
export COLLAB_TEST_PG=$PG_CONNECTION

total=0 failed=0 skipped=0 failures=
output=$PG_DIR/output
for project in tests/*/; do
  name=$(basename "$project")
  program=$project/bin/Debug/net10.0/$name
  case $name in *Tests | Collab.EndToEnd) ;; *) continue ;; esac
  case $name in *"$only"*) ;; *) continue ;; esac
  code=0
  "$program" -noColor "${filter[@]}" 2>&1 | tee "$output" || code=$?
  failures+=$(grep -aE '^ +[^ ].* \[FAIL\]$' "$output" || true)$'\n'
  # Total: 7, Errors: 0, Failed: 1, Skipped: 0, Not Run: 2, Time: 1.234s   (only the total when it is 0)
  summary=$(grep -E '^ +'"$name"' +Total: [0-9]+' "$output" | tail -n 1 || true)
  count() { printf '%s' "$summary" | sed -n "s/.*$1: \([0-9]*\).*/\1/p"; }
  bad=$(( $(count Errors || true) + $(count Failed || true) + 0 ))
  # A program that ended badly without saying so counts as one failure.
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  if [ -z "$summary" ] && [ "$bad" -eq 0 ]; then bad=1; fi
  idle=$(( $(count Skipped) + 0 )) unasked=$(( $(count 'Not Run') + 0 ))
  total=$(( total + $(count Total) + 0 - unasked )) failed=$(( failed + bad )) skipped=$(( skipped + idle ))
done

# The names again at the end, where whoever reads only the end looks.
printf '%s' "$failures" | sed '/^ *$/d'

passed=$(( total - failed - skipped ))
if [ "$passed" -lt 0 ]; then passed=0; fi
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
