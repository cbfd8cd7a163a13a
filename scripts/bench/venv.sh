# shellcheck shell=bash
# Sourced by the scripts beside it: the Python environment of the benchmarks, made in target/bench-venv on the first
# call and brought up to date when the requirements change.

bench_python() {
  local home=$1 venv=$1/target/bench-venv requirements=$1/scripts/bench/requirements.txt
  if [ ! -f "$venv/ready" ] || [ "$requirements" -nt "$venv/ready" ]; then
    echo "Installing the peers into target/bench-venv ..." >&2
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --requirement "$requirements" >&2
    touch "$venv/ready"
  fi
  echo "$venv/bin/python"
}
