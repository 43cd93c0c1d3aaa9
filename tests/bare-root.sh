#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Proves that a machine with nothing but make and git can run the project: a fresh system in a folder (debootstrap,
# chroot), the last commit cloned into it, then make. Needs root, debootstrap and util-linux; about 1.5 GB of disk.
#
#   tests/bare-root.sh SUITE MIRROR [TARGET…]      e.g. bookworm http://mirror/debian test demo   (default: test demo)
#
# BARE_ROOT=DIR   where the system is made (default: a new folder under /var/tmp, removed at the end; a given one is kept
#                 with the downloaded packages for the next time, the system in it made anew)
# KEYRING=FILE    the keys of the mirror, where debootstrap does not know them (Ubuntu's are in package ubuntu-keyring)
set -eu

[ $# -ge 2 ] || {
  sed -n '3,10s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
suite=$1 mirror=$2
shift 2
[ $# -gt 0 ] || set -- test demo
cd "$(dirname "$0")/.."

if [ "$(id -u)" -ne 0 ]; then
  echo 'bare-root: needs root, for chroot and mount' >&2
  exit 1
fi
# Mounts live in a name space of our own: whatever happens, none is left, and none is in the way of rm.
if [ -z "${BARE_ROOT_INSIDE:-}" ]; then
  exec env BARE_ROOT_INSIDE=1 unshare --mount --propagation private "$0" "$suite" "$mirror" "$@"
fi

if [ -n "${BARE_ROOT:-}" ]; then
  base=$BARE_ROOT
  mkdir -p "$base"
else
  base=$(mktemp -d /var/tmp/bare-root.XXXXXX)
fi
root=$base/$suite
finish() {
  umount "$root/proc" 2>/dev/null || true
  [ -n "${BARE_ROOT:-}" ] || rm -rf "$base"
}
trap finish EXIT
trap 'exit 130' INT TERM

rm -rf "$root"
mkdir -p "$base/packages"
script= # a suite that is younger than debootstrap is set up as all of Ubuntu's are
case $mirror in *ubuntu*) [ -e "/usr/share/debootstrap/scripts/$suite" ] || script=/usr/share/debootstrap/scripts/gutsy ;; esac
echo "== a bare $suite"
debootstrap --variant=minbase --cache-dir="$(cd "$base/packages" && pwd)" ${KEYRING:+--keyring="$KEYRING"} "$suite" "$root" "$mirror" \
  ${script:+"$script"} >"$base/debootstrap.log" 2>&1 || {
  tail -n 5 "$base/debootstrap.log" >&2
  exit 1
}
case $mirror in *ubuntu*) echo "deb $mirror $suite main universe" >"$root/etc/apt/sources.list" ;; esac
# The host's way to its packages: proxies and certificates, not its lists of sources.
apt-config dump | grep -iE '^Acquire::(http|https|ftp)::' >"$root/etc/apt/apt.conf.d/99host" || true
if [ -d /etc/apt/auth.conf.d ]; then cp -R /etc/apt/auth.conf.d "$root/etc/apt/"; fi
cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
mount -t proc proc "$root/proc"

inside() { # inside COMMAND…: as on a new machine, with none of our variables but a proxy
  env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} chroot "$root" "$@"
}

inside apt-get update -q >/dev/null
inside env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends make git >"$base/first.log" 2>&1
git clone -q --no-hardlinks . "$root/home/ronda"

echo '== somebody without the right to install is told what to install'
if inside su -s /bin/sh nobody -c 'cd /home/ronda && make setup' >"$base/nobody.log" 2>&1; then
  echo 'bare-root: make setup passed with nothing installed' >&2
  exit 1
fi
grep -q 'libglpk-dev' "$base/nobody.log" || {
  cat "$base/nobody.log" >&2
  exit 1
}

for target; do
  echo "== make $target"
  begin=$SECONDS
  inside make -C /home/ronda "$target"
  echo "== make $target: $((SECONDS - begin)) s"
done
changed=$(git -C "$root/home/ronda" -c safe.directory='*' status --porcelain)
if [ -n "$changed" ]; then
  printf 'bare-root: the checkout is not clean afterwards:\n%s\n' "$changed" >&2
  exit 1
fi
echo "== $suite: good"
