package intakeui

import (
	"context"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// doors explains the ways in that no mailbox is needed for, with the addresses at which this desk listens.
func (u *UI) doors(ctx context.Context, addresses []string) g.Node {
	domain := "example.com"
	if len(addresses) > 0 {
		_, domain, _ = strings.Cut(addresses[0], "@")
	}
	return page.Columns(
		page.Card(i18n.T(ctx, "mailbox.lmtp"), i18n.T(ctx, "mailbox.lmtpabout"), listens(ctx, u.LMTP, "lmtp"),
			g.Iff(u.LMTP != "", func() g.Node { return page.Code(ctx, g.Text(postfix(domain, "lmtp", u.LMTP))) })),
		page.Card(i18n.T(ctx, "mailbox.smtp"), i18n.T(ctx, "mailbox.smtpabout"), listens(ctx, u.SMTP, "smtp"),
			g.Iff(u.SMTP != "", func() g.Node { return page.Code(ctx, g.Text(postfix(domain, "smtp", u.SMTP))) })),
		page.Card(i18n.T(ctx, "mailbox.pipe"), i18n.T(ctx, "mailbox.pipeabout"), page.Code(ctx, g.Text("daywatch mail --help"))),
	)
}

// listens says where a door is, or how to open it.
func listens(ctx context.Context, addr, name string) g.Node {
	if addr == "" {
		return g.Group{h.P(g.Text(i18n.T(ctx, "mailbox.closed"))), page.Code(ctx, g.Text("[server]\n"+name+" = \""+example(name)+"\""))}
	}
	return h.P(g.Text(i18n.T(ctx, "mailbox.listens")+" "), mono(addr))
}

func example(name string) string {
	if name == "lmtp" {
		return "127.0.0.1:2424"
	}
	return "127.0.0.1:2525"
}

// postfix is the line of /etc/postfix/transport that sends a domain's mail to the desk (transport(5)).
func postfix(domain, protocol, addr string) string {
	if path, ok := strings.CutPrefix(addr, "unix:"); ok {
		return "# /etc/postfix/transport\n" + domain + "  " + protocol + ":unix:" + path
	}
	host, port, _ := cutLast(addr)
	if protocol == "lmtp" {
		return "# /etc/postfix/transport\n" + domain + "  lmtp:inet:" + host + ":" + port
	}
	return "# /etc/postfix/transport\n" + domain + "  smtp:[" + host + "]:" + port
}

// cutLast parts host and port, of which an IPv6 host has colons too.
func cutLast(addr string) (host, port string, ok bool) {
	i := strings.LastIndexByte(addr, ':')
	if i < 0 {
		return addr, "", false
	}
	return strings.Trim(addr[:i], "[]"), addr[i+1:], true
}
