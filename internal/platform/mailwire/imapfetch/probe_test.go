package imapfetch

import (
	"testing"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// A probe tells what Run would meet, and leaves the mailbox as it is.
func TestProbe(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*Config)
		kind fault.Kind
	}{
		"all is well":      {func(*Config) {}, 0},
		"a wrong password": {func(c *Config) { c.Password = "old" }, fault.Unauthorized},
		"no such mailbox":  {func(c *Config) { c.Mailbox = "Post" }, fault.Unavailable},
		"nobody there":     {func(c *Config) { c.Port = 1 }, fault.Unavailable},
		"no such security": {func(c *Config) { c.Security = "magic" }, fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			box := serveIMAP(t, full, nil, nil)
			box.put(t, letterNo(0))
			box.put(t, letterNo(1))
			cfg := box.config()
			cfg.Account = "support"
			c.edit(&cfg)
			n, err := Probe(t.Context(), cfg)
			if c.kind == 0 && (n != 2 || err != nil) || c.kind != 0 && !fault.Is(err, c.kind) {
				t.Errorf("%d mails, %v; want kind %d", n, err, c.kind)
			}
			if all, unseen := box.count(t, "INBOX"); all != 2 || unseen != 2 {
				t.Errorf("after the probe %d mails lie there, %d unseen", all, unseen)
			}
		})
	}
}
