# Sourced by in-clean-root and check-deb: a clean bookworm root in a folder of its own. Needs root and debootstrap;
# mirrors are those of this machine's apt.

# clean_root_begin NAME ARGUMENTS…: runs the script again in a mount namespace of its own, so that mounts end with it
# however it ends.
clean_root_begin() {
  name=$1
  shift
  [ "$(id -u)" = 0 ] || { echo "$name: needs root" >&2; exit 1; }
  command -v debootstrap >/dev/null || { echo "$name: apt-get install debootstrap" >&2; exit 1; }
  if [ -z "${QW_IN_NAMESPACE:-}" ]; then
    QW_IN_NAMESPACE=1 exec unshare --mount --propagation private "$(realpath "$(dirname "${BASH_SOURCE[0]}")")/$name" "$@"
  fi
}

# clean_root_make: makes $root. Whoever mounts more into it says so to clean_root_remove.
clean_root_make() {
  local sources mirror file
  sources=$(apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    grep -E ' bookworm(-updates|-security)? main$' | sort -u)
  mirror=$(awk '$3 == "bookworm" { print $2; exit }' <<<"$sources")
  [ -n "$mirror" ] || { echo "$name: apt has no mirror of bookworm here" >&2; exit 1; }
  root=$(mktemp -d "${TMPDIR:-/var/tmp}/quotewatch-root-XXXXXX")
  trap clean_root_remove EXIT
  echo "== debootstrap from $mirror"
  debootstrap --variant=minbase --include=ca-certificates,git bookworm "$root" "$mirror" >"$root.log" 2>&1 ||
    { tail -5 "$root.log" >&2; rm -f "$root.log"; exit 1; }
  rm -f "$root.log"
  printf '%s\n' "$sources" >"$root/etc/apt/sources.list"
  for file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
    if [ -f "$file" ] && grep -q '^Acquire' "$file"; then
      cp "$file" "$root/etc/apt/apt.conf.d/"
    fi
  done
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  printf '127.0.0.1 localhost\n::1 localhost\n' >"$root/etc/hosts"  # every installed Debian has it; the driver of Chromium needs it
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  if [ -d /usr/local/share/ca-certificates ]; then
    cp -a /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
    clean_root_run "update-ca-certificates >/dev/null"
  fi
}

# clean_root_run COMMANDS: runs them in the root with an environment of its own.
clean_root_run() {
  chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} sh -ec "$1"
}

# Unmounts and removes the root; with keep=yes it is left.
clean_root_remove() {
  local mounted
  for mounted in dev proc root/.cache; do
    if mountpoint -q "$root/$mounted" && ! umount -R "$root/$mounted"; then
      # Removing the folder would remove what is mounted there, this machine's cache among it.
      echo "$name: $root is left: $mounted in it is still in use" >&2
      return
    fi
  done
  [ "${keep:-no}" = yes ] || rm -rf --one-file-system "$root"
}
