# shellcheck shell=bash
# Sourced by scripts that start processes: each gets a process group of its own, so that whatever it starts in turn can be
# found, and all of them are stopped when the script ends, by Ctrl-C too.
set -m
groups=()
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Starts a command in the background, its output in a file; its process id, which is also its group's, is in $started.
start() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 </dev/null &
  started=$!
  groups+=("$started")
}

# Runs a command to its end, its output in a file. In the background too: a trap waits for what runs in the foreground.
run() {
  start "$@"
  wait "$started"
}

# Ends what still runs: politely, so that Spark removes its own files, and after ten seconds for good.
stop_all() {
  local group
  for group in ${groups[@]+"${groups[@]}"}; do kill -TERM -- "-$group" 2>/dev/null || true; done
  for group in ${groups[@]+"${groups[@]}"}; do
    for ((i = 0; i < 100; i++)); do
      kill -0 -- "-$group" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL -- "-$group" 2>/dev/null || true
  done
}

# Waits until a file has a line that matches, for a minute at most.
await() {
  local file=$1 pattern=$2
  for ((i = 0; i < 600; i++)); do
    if grep -qE "$pattern" "$file" 2>/dev/null; then return 0; fi
    sleep 0.1
  done
  return 1
}
