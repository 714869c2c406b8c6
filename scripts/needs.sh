#!/bin/sh
# Installs what the tests need on a plain Debian 12, as root: a real PostgreSQL, real mail servers, a real
# browser. What is there already is left alone.
set -eu
want=""
need() { # need COMMAND PACKAGE...
	command -v "$1" >/dev/null 2>&1 || { shift; want="$want $*"; }
}
need chromium chromium
need postfix postfix postfix-pcre
need dovecot dovecot-imapd dovecot-lmtpd
need swaks swaks libnet-ssleay-perl libio-socket-ssl-perl
need openssl openssl
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || want="$want postgresql"
/usr/bin/python3 -c 'import dkim' 2>/dev/null || want="$want python3 python3-dkim python3-dnspython"
fc-list 2>/dev/null | grep -qi 'noto sans cjk' || want="$want fonts-noto-core fonts-noto-cjk"
[ -z "$want" ] && exit 0
[ "$(id -u)" = 0 ] || { echo "These Debian packages are missing:$want" >&2; exit 1; }
# Debian starts services as it installs them; the tests start their own.
[ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d; }
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086
apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 $want
