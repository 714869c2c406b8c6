package smtpd

import (
	"fmt"
	"strings"
	"time"
)

// trace is what the header fields of RFC 5321 §4.4 tell about the last hop. They are kept with the message
// because the envelope is gone after it.
type trace struct {
	from     string
	to       []string
	helo     string
	remote   string // host:port
	by       string
	protocol string // ESMTP, ESMTPS, LMTP, UTF8SMTP and so on (RFC 3848, RFC 6531 §4.3)
	id       string
	at       time.Time
}

func (t trace) header() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Return-Path: <%s>\r\n", printable(t.from))
	// A recipient is named only where he is alone: the others' addresses may be blind copies.
	only := ""
	if len(t.to) == 1 {
		only = printable(t.to[0])
		fmt.Fprintf(&b, "Delivered-To: %s\r\n", only)
	}
	fmt.Fprintf(&b, "Received: from %s ([%s])\r\n\tby %s with %s id %s", word(t.helo), literal(t.remote), word(t.by), t.protocol, t.id)
	if only != "" {
		fmt.Fprintf(&b, "\r\n\tfor <%s>", only)
	}
	fmt.Fprintf(&b, ";\r\n\t%s\r\n", t.at.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	return b.String()
}

// printable drops control characters, so that an envelope cannot start a header of its own.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// word keeps of a host name what may stand in a Received field without quoting.
func word(s string) string {
	s = strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || strings.ContainsRune("()<>;\\\",", r) {
			return -1
		}
		return r
	}, s)
	if s == "" {
		return "unknown"
	}
	return s
}

// literal is the client's address in the form of RFC 5321 §4.1.3, without its port.
func literal(hostport string) string {
	host := hostport
	if i := strings.LastIndexByte(hostport, ':'); i >= 0 {
		host = hostport[:i]
	}
	host = word(strings.Trim(host, "[]"))
	if strings.Contains(host, ":") {
		return "IPv6:" + host
	}
	return host
}
