#!/bin/sh
# Installs what the tests need on a plain Debian 12, as root: a real PostgreSQL, real mail servers, a real
# browser, and a C compiler for the race detector. What is there already is left alone.
set -eu
PATH=$PATH:/usr/sbin:/sbin # where servers lie, and where another user's shell doesn't look
want=""
need() { # need COMMAND PACKAGE...
	command -v "$1" >/dev/null 2>&1 || { shift; want="$want $*"; }
}
need gcc gcc libc6-dev
need chromium chromium
need postfix postfix postfix-pcre
need dovecot dovecot-imapd dovecot-lmtpd
need swaks swaks libnet-ssleay-perl libio-socket-ssl-perl
need openssl openssl
need fc-list fontconfig
need prometheus-alertmanager prometheus-alertmanager
need khal khal
need vdirsyncer vdirsyncer
need radicale radicale
need pdftoppm poppler-utils
/usr/bin/python3 -c 'import icalendar, feedparser' 2>/dev/null || want="$want python3-icalendar python3-feedparser"
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || want="$want postgresql"
/usr/bin/python3 -c 'import dkim, nacl' 2>/dev/null || want="$want python3 python3-dkim python3-dnspython python3-nacl"
fc-list 2>/dev/null | grep -qi 'noto sans cjk' || want="$want fonts-noto-core fonts-noto-cjk"
[ -z "$want" ] && exit 0
[ "$(id -u)" = 0 ] || { echo "These Debian packages are missing:$want. Install them, or run this as root." >&2; exit 1; }
# Debian starts services as it installs them; the tests start their own. The machine's own policy stays.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	trap 'rm -f "$policy"' EXIT
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086
apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 $want
