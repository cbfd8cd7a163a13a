# shellcheck shell=bash
# Sourced by the scripts beside it: the Python environment of the benchmarks, with the packages of requirements.txt.

source "$home/scripts/build/runtime.sh"
source "$home/scripts/build/python.sh"

# Prints its python.
bench_python() {
  local venv
  # shellcheck disable=SC2046  # one package a line
  venv=$(ready_venv "$1" bench $(cat "$1/scripts/bench/requirements.txt")) || exit $?
  echo "$venv/bin/python"
}
