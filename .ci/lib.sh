# shellcheck shell=bash disable=SC2034
# What the scripts in this folder share. Sourced, never run.

# Everything that a second run can use again is kept outside the clone: Docker's data, the stand-ins' base system.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/whiteboard-ci

say() { printf '%s\n' "$*"; }
die() { printf 'ci: %s\n' "$*" >&2; exit 1; }

# quietly COMMAND...: what it says is of interest only when it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  [ "$status" = 0 ] || tail -n 40 "$log"
  rm -f "$log"
  return "$status"
}

# Prints the home of a JDK 25, the same places searched as by ./whiteboard.
jdk25() {
  local java home
  java=$(command -v java || true)
  for home in "${JAVA_HOME:-}" "${java:+$(dirname "$(dirname "$(readlink -f "$java")")")}" /usr/lib/jvm/*; do
    if [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
      printf '%s\n' "$home"
      return
    fi
  done
  die "no JDK 25 in JAVA_HOME, on PATH or below /usr/lib/jvm: install one, for example Eclipse Temurin 25"
}

# docker compose 2 where the plugin is there, docker-compose 1.29 otherwise.
compose() {
  if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}

# The images that docker-compose.yml and the Dockerfiles name: the one place where their tags are written.
images() {
  sed -n 's/^ *image: \([^ ]*:[^ ]*\)$/\1/p' docker-compose.yml
  sed -n 's/^ARG JRE_IMAGE=//p' ./*/Dockerfile | sort -u
}

# Official images carry no label of ours; a stand-in carries the hash of the recipe that it was built by.
standin_recipe() { docker image inspect -f '{{index .Config.Labels "dev.whiteboard.standin"}}' "$1" 2>/dev/null; }
is_official() { docker image inspect "$1" >/dev/null 2>&1 && [ -z "$(standin_recipe "$1")" ]; }

# count_result PASSED FAILED SKIPPED: adds to the totals that .ci/run prints at its end.
count_result() {
  if [ -n "${CI_TOTALS:-}" ]; then printf '%s %s %s\n' "$@" >>"$CI_TOTALS"; fi
}
