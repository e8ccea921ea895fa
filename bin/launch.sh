# Shared by gm, gmup and test: finds a JDK 25, builds when sources are newer, runs. Sourced, not run.
# Kept to what bash 3.2 (macOS) knows.

GODMODE_SRC=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
DIST=$GODMODE_SRC/target/dist
JDK_WANTED=25
GM_JVM=(-Xlog:aot=off -Xlog:cds=off -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xmx256m)
GM_MAIN=(-cp "$DIST/lib/*" dev.godmode.cli.Main)
QUICK=-XX:TieredStopAtLevel=1 # a command is over before the second compiler pays

is_wanted_jdk() { # folder
  local version
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ -n "$version" ] && [ "$version" -ge "$JDK_WANTED" ]
}

find_jdk() {
  local place on_path
  on_path=$(command -v java 2>/dev/null || true)
  if [ -n "$on_path" ]; then # follow links to the JDK that holds it
    while [ -L "$on_path" ]; do
      case $(readlink "$on_path") in
        /*) on_path=$(readlink "$on_path") ;;
        *) on_path=$(dirname "$on_path")/$(readlink "$on_path") ;;
      esac
    done
    on_path=$(dirname "$(dirname "$on_path")")
  fi
  for place in "${GODMODE_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path" \
    /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /opt/*jdk*; do
    if [ -n "$place" ] && is_wanted_jdk "$place"; then
      JAVA_HOME=$place
      export JAVA_HOME
      return 0
    fi
  done
  cat >&2 <<EOF
God Mode needs a JDK $JDK_WANTED or newer, and found none.
  macOS          brew install --cask temurin@25
  Debian/Ubuntu  sudo apt-get install temurin-25-jdk   (with the Adoptium repository)
  Fedora         sudo dnf install java-25-openjdk-devel
  anywhere       unpack one from https://adoptium.net and set JAVA_HOME to its folder
It looked at GODMODE_JAVA_HOME, JAVA_HOME, the java on PATH and the usual places.
EOF
  return 1
}

needs() { # program, what for
  command -v "$1" >/dev/null 2>&1 || { echo "God Mode needs $1 to $2, and it is not on the PATH." >&2; return 1; }
}

is_built() {
  [ -f "$DIST/built" ] || return 1
  [ -z "$(cd "$GODMODE_SRC" && find pom.xml ./*/pom.xml ./*/*/pom.xml ./*/src/main ./*/*/src/main hud/package-lock.json hud/vite.config.ts hud/index.html \
    hud/src hud/public -type f -newer "$DIST/built" -print -quit 2>/dev/null)" ]
}

# A first run in a throw-away home, so that every later start finds its classes loaded and linked. A failure costs only speed.
train() {
  local home port=$((20000 + RANDOM % 20000))
  home=$(mktemp -d "${TMPDIR:-/tmp}/godmode-train.XXXXXX")
  "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$DIST/gm.aot" "${GM_JVM[@]}" $QUICK "${GM_MAIN[@]}" gm --train
  export GODMODE_DIST=$DIST
  (
    export GODMODE_TRAIN=1 GODMODE_HOME=$home GODMODE_API_PORT=$port GODMODE_HUD_PORT=$((port + 1)) GODMODE_FLEET_PORT=$((port + 2))
    unset GODMODE_WORKSPACE GODMODE_DATABASE_URL GODMODE_FLEET_ADDRESS GODMODE_URL GODMODE_TOKEN
    "$JAVA_HOME/bin/java" "${GM_JVM[@]}" $QUICK "${GM_MAIN[@]}" gmup
    "$JAVA_HOME/bin/java" "${GM_JVM[@]}" $QUICK "${GM_MAIN[@]}" gm submit train --wait -- true
    "$JAVA_HOME/bin/java" "${GM_JVM[@]}" $QUICK "${GM_MAIN[@]}" gm down
  )
  rm -rf "$home"
  rm -f "$DIST"/*.aot.config
  find "$DIST" -maxdepth 1 -name '*.aot' -size 0 -exec rm -f {} + # of a machine too busy to come to the end
}

build() {
  (cd "$GODMODE_SRC" && mvn -B -q -P launch -pl dist -am package) || return 1
  rm -f "$DIST"/*.aot
  "$JAVA_HOME/bin/java" "$GODMODE_SRC/bin/UnsignJars.java" "$DIST/lib" && train || true
  touch "$DIST/built"
}

build_if_needed() {
  is_built && return 0
  needs mvn "build itself" && needs npm "build its HUD" || return 1
  local lock=$GODMODE_SRC/target/building began=$SECONDS pid code
  mkdir -p "$GODMODE_SRC/target"
  while ! mkdir "$lock" 2>/dev/null; do # another launcher builds
    pid=$(cat "$lock/pid" 2>/dev/null || true)
    if [ -n "$pid" ] && ! kill -0 "$pid" 2>/dev/null; then rm -rf "$lock"; else sleep 1; fi
    is_built && return 0
  done
  echo $$ >"$lock/pid"
  local log=$GODMODE_SRC/target/build.log
  build >"$log" 2>&1 </dev/null &
  pid=$!
  trap 'kill $pid 2>/dev/null; rm -rf "$lock"; exit 130' INT TERM
  while kill -0 $pid 2>/dev/null; do
    [ -t 2 ] && printf '\rBuilding God Mode (a first time takes a few minutes) … %d s ' $((SECONDS - began)) >&2
    sleep 1
  done
  code=0; wait $pid || code=$?
  trap - INT TERM
  if [ $code != 0 ]; then
    rm -rf "$lock"
    [ -t 2 ] && echo >&2
    echo "The build failed. Its last lines (all of it: $log):" >&2
    grep -v '^\[INFO\]' "$log" | tail -n 15 >&2
    return 1
  fi
  [ -t 2 ] && printf '\r' >&2
  echo "Built God Mode in $((SECONDS - began)) s.                              " >&2
  rm -rf "$lock"
}

run_gm() { # gm or gmup, then its arguments
  find_jdk || return 1
  # An agent that uses control's tools gets those of its worker: they are not built anew under it.
  [ "${GODMODE_GM-}" = "$GODMODE_SRC/gm" ] && [ -f "$DIST/built" ] || build_if_needed || return 1
  local cache= quick=$QUICK
  [ -f "$DIST/gm.aot" ] && cache=-XX:AOTCache=$DIST/gm.aot
  case "$1 ${2-}" in "gm bench" | "gm sim") quick= ;; esac # a load must not be slower than what it measures, and seeds take minutes
  GODMODE_SRC=$GODMODE_SRC GODMODE_DIST=$DIST exec "$JAVA_HOME/bin/java" $cache $quick "${GM_JVM[@]}" "${GM_MAIN[@]}" "$@"
}
