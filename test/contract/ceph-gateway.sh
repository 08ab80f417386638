#!/bin/bash
# A real S3 server for the contract tests: Ceph's gateway (radosgw) from Debian's packages, unpacked, not installed.
# One monitor, one store in memory, one gateway; no root, loopback only.
#
#   ceph-gateway.sh fetch CACHE                      download and unpack the packages into CACHE (once; needs apt's package lists)
#   ceph-gateway.sh start CACHE DIR GATEWAY MON MON1 start in DIR; ports of the gateway and of the monitor (protocols 2 and 1)
#   ceph-gateway.sh stop DIR                         end what was started in DIR
#
# The S3 keys are "vanthu" and "vanthu-secret". Exit 3: the packages cannot be had on this machine.
set -euo pipefail

fetch() {
  local cache=$1
  [ -x "$cache/root/usr/bin/radosgw" ] && return
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || { echo "no apt-get or dpkg on this machine" >&2; exit 3; }
  mkdir -p "$cache/debs" "$cache/unpacked"
  local packages
  packages=$(apt-get install --simulate --no-install-recommends ceph-mon ceph-osd radosgw ceph-common 2>/dev/null | awk '/^Inst /{print $2}')
  [ -n "$packages" ] || { echo "apt knows no ceph packages (apt-get update?)" >&2; exit 3; }
  # shellcheck disable=SC2086
  (cd "$cache/debs" && apt-get -q -o APT::Sandbox::User="$(id -un)" download $packages >/dev/null) || { echo "the ceph packages cannot be downloaded" >&2; exit 3; }
  for deb in "$cache"/debs/*.deb; do dpkg -x "$deb" "$cache/unpacked"; done
  # Renamed when whole, so that an interrupted run is not taken for a finished one.
  mv "$cache/unpacked" "$cache/root"
  rm -r "$cache/debs"
}

use() {
  local root=$1 dir=$2
  LD_LIBRARY_PATH=$(find "$root" -name '*.so*' -type f -printf '%h\n' | sort -u | tr '\n' ':')
  export LD_LIBRARY_PATH PATH="$root/usr/bin:$PATH" PYTHONPATH="$root/usr/lib/python3/dist-packages" CEPH_CONF="$dir/ceph.conf"
}

configure() {
  local root=$1 dir=$2 mon=$3
  cat >"$dir/ceph.conf" <<CONF
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
keyring = $dir/keyring
mon host = v2:127.0.0.1:$mon
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
mon data avail warn = 1
mon data avail crit = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pg autoscale mode = off
mon allow pool size one = true
# The one monitor need not gather proposals: each pool of the gateway would wait seconds for its turn.
paxos propose interval = 0.05
paxos min wait = 0.02
osd crush chooseleaf type = 0
run dir = $dir/run
admin socket = $dir/run/\$name.asok
log file = $dir/log/\$name.log
plugin dir = $root/usr/lib/ceph
erasure code dir = $(echo "$root"/usr/lib/*/ceph/erasure-code)
osd class dir = $(echo "$root"/usr/lib/*/rados-classes)
osd objectstore = memstore
memstore device bytes = 1073741824
[mon]
mon data = $dir/mon
[osd]
osd data = $dir/osd
CONF
}

launch() { # NAME COMMAND…
  local name=$1
  shift
  setsid "$@" >"$dir/log/$name.out" 2>&1 </dev/null &
  echo $! >"$dir/$name.pid"
}

start() {
  local root dir gateway=$3 mon=$4 mon1=$5
  root=$(realpath "$1")/root
  mkdir -p "$2"/{mon,osd,run,log}
  dir=$(realpath "$2")
  configure "$root" "$dir" "$mon"
  use "$root" "$dir"

  ceph-authtool -C "$dir/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
  ceph-authtool "$dir/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' >/dev/null
  ceph-authtool "$dir/keyring" --gen-key -n client.rgw --cap mon 'allow *' --cap osd 'allow *' >/dev/null
  ceph-authtool "$dir/keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' >/dev/null
  monmaptool --create --fsid "$(awk '/^fsid/{print $3}' "$CEPH_CONF")" --addv a "[v2:127.0.0.1:$mon,v1:127.0.0.1:$mon1]" "$dir/monmap" >/dev/null
  ceph-mon --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/keyring"
  launch mon ceph-mon -f -i a

  local osd
  osd=$(cat /proc/sys/kernel/random/uuid)
  timeout 60 python3 "$root/usr/bin/ceph" osd new "$osd" >/dev/null
  ceph-osd -i 0 --mkfs --osd-uuid "$osd" 2>/dev/null
  launch osd ceph-osd -f -i 0
  for _ in $(seq 60); do
    timeout 30 python3 "$root/usr/bin/ceph" osd stat 2>/dev/null | grep -q '1 up' && break
    sleep 0.3
  done

  timeout 90 radosgw-admin user create --uid=vanthu --display-name=vanthu --access-key=vanthu --secret=vanthu-secret >/dev/null 2>&1
  launch gateway radosgw -f -n client.rgw --rgw_frontends="beast endpoint=127.0.0.1:$gateway"
  for _ in $(seq 240); do
    (exec 3<>"/dev/tcp/127.0.0.1/$gateway") 2>/dev/null && exit 0
    sleep 0.25
  done
  echo "the gateway did not start, see $dir/log" >&2
  exit 1
}

stop() {
  local dir=$1 pid
  for name in gateway osd mon; do
    [ -f "$dir/$name.pid" ] || continue
    pid=$(cat "$dir/$name.pid")
    # Everything is in memory and thrown away: nothing to end gently.
    kill -9 "$pid" 2>/dev/null || true
    rm "$dir/$name.pid"
  done
}

command=$1
shift
case $command in
  fetch | start | stop) "$command" "$@" ;;
  *) exit 64 ;;
esac
