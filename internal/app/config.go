// Package app builds desks from a configuration, in an order that one can read, and runs them. It is the
// only package that imports all others.
package app

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Config is daywatch.toml: what a process needs before it can open a database. All else is a setting kept
// in the desk.
type Config struct {
	Server ServerConfig `toml:"server"`
	Desks  []DeskConfig `toml:"desk"`

	dir string // relative paths start here
}

// ServerConfig is how the process is reached.
type ServerConfig struct {
	Addr    string   `toml:"addr"`     // host:port of the pages; default 127.0.0.1:8080
	URL     string   `toml:"url"`      // how browsers reach the desk; default http://ADDR
	SMTP    string   `toml:"smtp"`     // host:port that takes mail by SMTP; empty: none
	LMTP    string   `toml:"lmtp"`     // host:port or unix:PATH that takes mail by LMTP; empty: none
	Proxies []string `toml:"proxies"`  // networks whose X-Forwarded-For is believed
	MaxMail int64    `toml:"max_mail"` // bytes of a mail; default 50 MiB
	// PrivateAddresses lets webhooks and providers lie inside the desk's own network, which is refused otherwise: who may
	// configure one could make the desk ask its neighbours.
	PrivateAddresses bool `toml:"private_addresses"`
	// MetricsToken opens /metrics to who sends it; without one only this machine may read them.
	MetricsToken string `toml:"metrics_token"`

	restricted []string // host names of the restricted desks

	bent    time.Duration // what the desk's clock is off by; only a story bends it
	program string        // this program's file; empty where it is no daywatch
}

// DeskConfig is one desk: one database, one blob store, one key (architecture B.0).
type DeskConfig struct {
	Name     string   `toml:"name"`
	Hosts    []string `toml:"hosts"`    // host names of this desk; the first desk also answers to all others
	Database string   `toml:"database"` // postgres://… or sqlite:FILE; default sqlite:desk.db
	Blobs    string   `toml:"blobs"`    // folder of attachments; default blobs
	KeyFile  string   `toml:"key_file"` // 32 random bytes in hex; made at the first start; default desk.key
	Spool    string   `toml:"spool"`    // folder where piped mail waits while the database is away; default spool
	URL      string   `toml:"url"`      // how browsers reach this desk; default the server's, with its first host name
	SMTP     string   `toml:"smtp"`     // host:port that takes this desk's mail by SMTP; the first desk's default is the server's
	LMTP     string   `toml:"lmtp"`     // likewise by LMTP
	// Restricted makes it a desk for cleared people only (architecture B.0): see platform/boundary.
	Restricted bool `toml:"restricted"`
	// MetricsToken opens this restricted desk's own /metrics; without one only this machine may read them. That of the server
	// does not: how much there is to do here is nobody else's to know.
	MetricsToken string `toml:"metrics_token"`
	// Discuss names the desk that takes the sanitised discussion items of a restricted one; empty: the first desk that is
	// not restricted.
	Discuss string `toml:"discuss"`
}

// LoadConfig reads a configuration file. A mistyped name is an error that gives its line.
func LoadConfig(path string) (Config, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return Config{}, fault.Wrap(fault.NotFound, err, "The configuration %s cannot be read", path)
	}
	c := Config{dir: filepath.Dir(path)}
	dec := toml.NewDecoder(strings.NewReader(string(raw))).DisallowUnknownFields()
	if err := dec.Decode(&c); err != nil {
		var strict *toml.StrictMissingError
		if errors.As(err, &strict) {
			return c, fault.New(fault.Invalid, "%s has names that Daywatch does not know:\n%s", path, strict.String())
		}
		return c, fault.Wrap(fault.Invalid, err, "%s is not valid TOML", path)
	}
	return c, c.complete()
}

// LoadDir reads DIR/daywatch.toml, and writes one with the defaults where there is none.
func LoadDir(dir string) (Config, error) {
	path := filepath.Join(dir, "daywatch.toml")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return Config{}, fault.Wrap(fault.Unavailable, err, "The folder %s cannot be made", dir)
		}
		if err := os.WriteFile(path, []byte(defaultTOML), 0o640); err != nil {
			return Config{}, fault.Wrap(fault.Unavailable, err, "%s cannot be written", path)
		}
	}
	return LoadConfig(path)
}

const defaultTOML = `# Daywatch. What is not here is a setting inside the desk, under Settings.

[server]
addr = "127.0.0.1:8080"          # where the pages are served
# url  = "https://desk.example.com" # how browsers reach it, behind a proxy with TLS
# smtp = "127.0.0.1:2525"        # take mail by SMTP here
# lmtp = "127.0.0.1:2424"        # or by LMTP, from Postfix on this host
# metrics_token = ""             # opens /metrics to who sends it; else only to this machine
# private_addresses = true       # webhooks and message providers may lie inside this network

[[desk]]
name     = "Support"
database = "sqlite:desk.db"      # or postgres://user:password@host/name
blobs    = "blobs"               # attachments
key_file = "desk.key"            # signs reply addresses; keep it with the backups

# A second desk is a second of everything: database, attachments, key, mail, host name, accounts.
# [[desk]]
# name       = "Government"
# hosts      = ["gov.example.com"]
# smtp       = "127.0.0.1:2526"
# restricted = true              # cleared people only; nothing leaves but sanitised discussion items
`

// complete fills the defaults and makes paths absolute.
func (c *Config) complete() error {
	if c.Server.Addr == "" {
		c.Server.Addr = "127.0.0.1:8080"
	}
	if c.Server.URL == "" {
		c.Server.URL = "http://" + c.Server.Addr
	}
	if c.Server.MaxMail == 0 {
		c.Server.MaxMail = 50 << 20
	}
	if u, err := url.Parse(c.Server.URL); err != nil || u.Host == "" {
		return fault.Field("server.url", "%q is no address of a site: write it like https://desk.example.com", c.Server.URL)
	}
	if len(c.Desks) == 0 {
		c.Desks = []DeskConfig{{}}
	}
	for i := range c.Desks {
		if err := c.Desks[i].complete(c.dir, i); err != nil {
			return err
		}
		if err := c.Desks[i].reached(c.Server, i); err != nil {
			return err
		}
		if c.Desks[i].Restricted {
			u, _ := url.Parse(c.Desks[i].URL) // read a moment ago
			c.Server.restricted = append(c.Server.restricted, append([]string{u.Host}, c.Desks[i].Hosts...)...)
		}
	}
	return disjoint(c.Desks)
}

func (d *DeskConfig) complete(dir string, i int) error {
	if i > 0 && len(d.Hosts) == 0 {
		return fault.Field("desk.hosts", "Desk %d (%s) needs host names of its own: only the first desk answers to all", i+1, d.Name)
	}
	suffix := ""
	if i > 0 {
		suffix = fmt.Sprint(i + 1)
	}
	d.Name = or(d.Name, "Support")
	d.Database = or(d.Database, "sqlite:desk"+suffix+".db")
	d.Blobs = absolute(dir, or(d.Blobs, "blobs"+suffix))
	d.KeyFile = absolute(dir, or(d.KeyFile, "desk"+suffix+".key"))
	d.Spool = absolute(dir, or(d.Spool, "spool"+suffix))
	if path, ok := strings.CutPrefix(d.Database, "sqlite:"); ok {
		d.Database = absolute(dir, path)
	} else if !strings.Contains(d.Database, "://") {
		d.Database = absolute(dir, d.Database)
	}
	return nil
}

// reached fills how a desk is reached from outside: each has its own name, so that links of one never lead to another.
func (d *DeskConfig) reached(server ServerConfig, i int) error {
	if i == 0 {
		d.SMTP, d.LMTP = or(d.SMTP, server.SMTP), or(d.LMTP, server.LMTP)
	}
	if d.URL == "" {
		u, err := url.Parse(server.URL)
		if err != nil {
			return err
		}
		if i > 0 {
			u.Host = d.Hosts[0]
			if _, port, err := net.SplitHostPort(server.Addr); err == nil && u.Scheme == "http" {
				u.Host = net.JoinHostPort(d.Hosts[0], port)
			}
		}
		d.URL = u.String()
	}
	if u, err := url.Parse(d.URL); err != nil || u.Host == "" {
		return fault.Field("desk.url", "%q is no address of a site: write it like https://gov.example.com", d.URL)
	}
	return nil
}

func or(v, otherwise string) string {
	if v == "" {
		return otherwise
	}
	return v
}

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	if abs, err := filepath.Abs(filepath.Join(dir, path)); err == nil {
		return abs
	}
	return filepath.Join(dir, path)
}

// loadKey reads the desk's key, and makes one at the first start.
func loadKey(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key := make([]byte, 32)
		rand.Read(key)
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) { // another process was faster
			return loadKey(path)
		}
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, err, "The desk's key %s cannot be written", path)
		}
		_, err = f.WriteString(hex.EncodeToString(key) + "\n")
		return key, errors.Join(err, f.Sync(), f.Close())
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "The desk's key %s cannot be read", path)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(key) < 16 {
		return nil, fault.New(fault.Invalid,
			"%s holds no key: it must be at least 16 bytes in hex. Restore it from the backup, or remove it to get a new one (answers to old mail then thread by Message-ID only)", path)
	}
	return key, nil
}
