# shellcheck shell=bash
# Sourced by the scripts beside it: finds Java, and keeps a runnable copy of the build below target/runtime, apart from
# the jar that Maven writes, so that a build never pulls the classes from under a run.

fail() {
  echo "error: $1" >&2
  exit 2
}

java_command() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java version
  command -v "$java" >/dev/null || fail "There is no Java at '$java'. Install a JDK 17 and set JAVA_HOME to it."
  version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
  case $version in
    17 | 18 | 19 | 20 | 21) echo "$java" ;;
    *) fail "Java is version $version, and Spark 4.1 runs on 17 to 21. Set JAVA_HOME to a JDK 17." ;;
  esac
}

# Three quarters of the memory of this machine or container, at most 8 GiB.
default_heap() {
  local kib limit
  if [ -r /proc/meminfo ]; then
    kib=$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)
  else
    kib=$(($(sysctl -n hw.memsize 2>/dev/null || echo 8589934592) / 1024))
  fi
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
  if [ "$limit" != max ] && [ $((limit / 1024)) -lt "$kib" ]; then kib=$((limit / 1024)); fi
  kib=$((kib * 3 / 4))
  if [ "$kib" -gt 8388608 ]; then kib=8388608; fi
  echo "${kib}k"
}

# Prints the folder of a runtime as new as the sources, building it first where needed.
ready_runtime() {
  local home=$1 folder=$1/target/runtime
  if is_stale "$home" "$folder"; then
    mkdir -p "$folder"
    (
      if command -v flock >/dev/null; then flock 9; fi
      if is_stale "$home" "$folder"; then build "$home" "$folder"; fi
    ) 9>"$folder/lock" || exit $?  # errors do not leave a command substitution by themselves
  fi
  echo "$folder/$(cat "$folder/current")"
}

# Prints the path of the shaded jar, building it first where needed.
ready_jar() {
  local runtime
  runtime=$(ready_runtime "$1") || exit $?
  echo "$runtime/geodesy.jar"
}

is_stale() {
  local home=$1 folder=$2 current
  current=$folder/$(cat "$folder/current" 2>/dev/null || echo none)
  [ ! -s "$current/classpath" ] || [ ! -s "$current/geodesy.jar" ] && return 0
  # jars may be gone from the local repository since
  [ ! -r "$(tail -n 1 "$current/classpath" | tr ':' '\n' | tail -n 1)" ] && return 0
  [ -n "$(find "$home/pom.xml" "$home"/{common,jobs}/{pom.xml,src/main} -newer "$current/began" -print -quit)" ]
}

# Prints the files that configure logging: with GEODESY_LOG also lines of JSON into that file.
log_configuration() {
  echo "$1/conf/log4j2.properties${GEODESY_LOG:+,$1/conf/log4j2-json.properties}"
}

# Sets java_arguments to what comes before the name of the main class; the same for every call, or the archive of classes
# would not fit.
set_java_arguments() {
  local home=$1 runtime=$2
  java_arguments=("@$home/conf/jvm.options" "-Xmx${GEODESY_HEAP:-$(default_heap)}" -Xshare:auto -Xlog:disable -Xlog:all=error:stderr
    "-Dlog4j2.configurationFile=$(log_configuration "$home")" "-Dgeodesy.log=${GEODESY_LOG:-}" "-Dgeodesy.home=$home" -cp "$(cat "$runtime/classpath")")
}

# Keeps the classes that a survey loads in an archive of the JVM (class data sharing), which saves seconds at every start.
archive_classes() {
  local home=$1 runtime=$2
  set_java_arguments "$home" "$runtime"
  SPARK_LOCAL_IP=127.0.0.1 "$(java_command)" "-XX:ArchiveClassesAtExit=$runtime/classes.jsa" "${java_arguments[@]}" \
    io.geodesy.jobs.cli.Main survey --output "$runtime/training" >"$runtime/training.log" 2>&1 </dev/null || true
  rm -rf "$runtime/training"
}

build() {
  local home=$1 folder=$2 log=$2/build.log began=$SECONDS id jar
  command -v mvn >/dev/null || fail "Geodesy is not built yet, and there is no mvn on the PATH. Install Maven 3.8 or newer."
  java_command >/dev/null
  printf 'Building Geodesy (the first time Maven also fetches Spark, about 600 MB) ... ' >&2
  id=$(date +%Y%m%d-%H%M%S)-$$
  mkdir -p "$folder/$id"
  touch "$folder/$id/began"
  if ! (cd "$home" && mvn -B -ntp ${GEODESY_MAVEN_OPTS:-} -pl jobs -am -DskipTests -Djacoco.skip=true -Dcyclonedx.skip=true package \
    dependency:build-classpath -DincludeScope=provided -Dmdep.outputFile=target/spark.classpath) >"$log" 2>&1 </dev/null; then
    printf 'failed.\n' >&2
    { grep -E '^\[ERROR\]' "$log" || tail -n 20 "$log"; } | head -n 20 >&2
    fail "The build failed; the whole log is $log."
  fi
  jar=$(ls -t "$home"/jobs/target/geodesy-jobs-*-all.jar | head -n 1)
  cp "$jar" "$folder/$id/geodesy.jar"
  echo "$folder/$id/geodesy.jar:$(cat "$home/jobs/target/spark.classpath")" >"$folder/$id/classpath"
  archive_classes "$home" "$folder/$id"
  echo "$id" >"$folder/current.new"
  mv "$folder/current.new" "$folder/current"
  # a run of an older build may still be going; a day later it is not
  find "$folder" -mindepth 1 -maxdepth 1 -type d -mmin +1440 ! -name "$id" -exec rm -rf {} +
  printf 'done in %d s.\n' "$((SECONDS - began))" >&2
}
