package rig

import (
	"strconv"
	"strings"
)

// fill puts the paths and ports of a rig into a configuration.
func (r *Rig) fill(conf string) string {
	return strings.NewReplacer(
		"$R", r.dir,
		"$LMTP", strconv.Itoa(r.LMTPPort), "$IMAPS", strconv.Itoa(r.IMAPSPort), "$IMAP", strconv.Itoa(r.IMAPPort),
	).Replace(conf)
}

// dovecotConf is for Dovecot 2.3. Its parser wants a block's braces on lines of their own.
const dovecotConf = `base_dir = $R/run
state_dir = $R/run/state
log_path = $R/dovecot.log
listen = 127.0.0.1
protocols = imap lmtp
ssl = yes
ssl_cert = <$R/certs/cert.pem
ssl_key = <$R/certs/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
mail_location = maildir:$R/mail/%u
mail_max_userip_connections = 100
first_valid_uid = 1
mailbox_idle_check_interval = 1s
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u $R/users
}
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = $R/oauth.conf.ext
}
userdb {
  driver = static
  args = uid=vmail gid=vmail home=$R/mail/%u
}
namespace inbox {
  inbox = yes
  mailbox Processed {
    auto = create
  }
}
service imap-login {
  inet_listener imap {
    port = $IMAP
  }
  inet_listener imaps {
    port = $IMAPS
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $LMTP
  }
}
`

// oauthConf lets Dovecot check tokens by a key of its own. An empty active_attribute would end its auth
// process.
const oauthConf = `introspection_mode = local
local_validation_key_dict = fs:posix:prefix=$R/jwt/
username_attribute = email
`

const mainCf = `compatibility_level = 3.6
queue_directory = $R/queue
data_directory = $R/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = rig.example.test
mydomain = example.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
mynetworks = 127.0.0.0/8
local_recipient_maps =
smtpd_recipient_restrictions = check_recipient_access texthash:$R/postfix/access, permit_mynetworks, reject
virtual_mailbox_domains = example.test, desk.test
virtual_mailbox_base = /nonexistent
recipient_delimiter = +
transport_maps = texthash:$R/postfix/transport
default_transport = error:no outbound mail from the test rig
relay_transport = error:no outbound mail from the test rig
minimal_backoff_time = 2s
maximal_backoff_time = 4s
queue_run_delay = 2s
lmtp_destination_recipient_limit = 1
message_size_limit = 83886080
virtual_mailbox_limit = 0
mailbox_size_limit = 0
alias_maps =
alias_database =
maillog_file = $R/postfix.log
maillog_file_prefixes = /tmp
smtputf8_enable = yes
`
