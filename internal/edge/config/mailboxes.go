package config

import "github.com/daywatch/daywatch/internal/capability/intake"

// mailboxFile is a mailbox without its password, which is typed once on its page and kept while server and user stay.
type mailboxFile struct {
	Account    string `yaml:"account" required:"true" about:"What the mailbox is called; it never changes"`
	Active     bool   `yaml:"active" about:"Whether the desk fetches from it"`
	Host       string `yaml:"host" required:"true" about:"The mail server, such as imap.example.com"`
	Port       int    `yaml:"port,omitempty" about:"Its port; none is the usual one"`
	Security   string `yaml:"security" required:"true" oneof:"tls starttls plain" about:"How the connection is protected"`
	Username   string `yaml:"username" required:"true" about:"The user to sign in as"`
	AllowPlain bool   `yaml:"allow_plain,omitempty" about:"Let the password cross the network in clear text"`
}

func mailboxes() kind {
	l := listed[intake.Mailbox, mailboxFile]{
		setting: intake.Mailboxes,
		key:     func(m intake.Mailbox) string { return m.Account },
		file: func(m intake.Mailbox) mailboxFile {
			return mailboxFile{Account: m.Account, Active: !m.Off, Host: m.Host, Port: m.Port, Security: m.Security, Username: m.Username,
				AllowPlain: m.AllowPlain}
		},
		entry: func(before intake.Mailbox, f mailboxFile) intake.Mailbox {
			m := intake.Mailbox{Account: f.Account, Off: !f.Active, Host: f.Host, Port: f.Port, Security: f.Security, Username: f.Username,
				AllowPlain: f.AllowPlain}
			if before.Host == m.Host && before.Username == m.Username { // else it could be lured to a foreign server
				m.Password = before.Password
			}
			return m
		},
	}
	return &kindOf[mailboxFile]{
		noun: "mailbox", dir: "mailboxes",
		blank: func() mailboxFile { return mailboxFile{Active: true} },
		name:  func(f *mailboxFile) *string { return &f.Account },
		list:  l.list, put: l.put, remove: l.remove,
	}
}
