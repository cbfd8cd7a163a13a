# shellcheck shell=bash
# Sourced by the scripts beside it: Python environments below target/venvs, made on the first call.

# Prints the folder of an environment with these packages; a name stands for one list of packages for ever.
ready_venv() {
  local home=$1 name=$2 venv=$1/target/venvs/$2
  shift 2
  if [ ! -f "$venv/ready" ] || [ "$(cat "$venv/ready")" != "$*" ]; then
    echo "Installing $* into target/venvs/$name ..." >&2
    rm -rf "$venv"
    mkdir -p "$home/target/venvs"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$@" >&2
    echo "$*" >"$venv/ready"
  fi
  echo "$venv"
}

# Prints the folder of a Spark distribution of this version: the one inside pip's pyspark.
ready_spark() {
  local venv
  venv=$(ready_venv "$1" "spark-$2" "pyspark==$2" numpy)
  "$venv/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))'
}
