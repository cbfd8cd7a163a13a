# shellcheck shell=bash
# Sourced by scripts, after runtime.sh: Python environments below target/venvs, made on the first call.

# Prints the folder of an environment with these packages, made anew when the list changes. Errors do not end a function
# in a command substitution, so every step says that it does.
ready_venv() {
  local home=$1 name=$2 venv=$1/target/venvs/$2
  shift 2
  if [ ! -f "$venv/ready" ] || [ "$(cat "$venv/ready")" != "$*" ]; then
    echo "Installing $* into target/venvs/$name ..." >&2
    rm -rf "$venv"
    mkdir -p "$home/target/venvs"
    { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check "$@"; } >&2 ||
      fail "target/venvs/$name could not be made; pip says why above."
    echo "$*" >"$venv/ready"
  fi
  echo "$venv"
}

# Prints the folder of a Spark distribution of this version: the one inside pip's pyspark.
ready_spark() {
  local venv
  venv=$(ready_venv "$1" "spark-$2" "pyspark==$2" numpy) || exit $?
  "$venv/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))'
}
