package boundary

import (
	"slices"
	"strings"
)

// Identifiers are what must not leave a restricted desk. What can be told by its shape alone (addresses, keys, paths) is
// found without being listed; the rest is listed here.
type Identifiers struct {
	Organizations []string // names and other names; acronyms of three letters or more
	People        []string // full names; their parts count alone where they are no everyday words
	Mails         []string // mail addresses; what stands before the @ counts alone too
	Domains       []string // every host below one counts
	Hosts         []string // host names and addresses that were seen, short ones too: gitaly-02, 10.0.0.7
	// Allowed are public domains and addresses that are none of the customer's: docs.example.com. A domain allows the hosts
	// below it. What is listed above stays forbidden. Public gives a list to begin with.
	Allowed []string
}

// Public are domains that anybody who supports software writes about.
var public = []string{
	"github.com", "githubusercontent.com", "gitlab.com", "gitlab.io", "gitlab.org", "kernel.org", "golang.org", "go.dev", "pkg.go.dev",
	"gopkg.in", "k8s.io", "kubernetes.io",
	"docker.com", "docker.io", "gcr.io", "ghcr.io", "quay.io", "debian.org", "ubuntu.com", "launchpad.net", "redhat.com",
	"fedoraproject.org", "centos.org", "almalinux.org",
	"rubygems.org", "ruby-lang.org", "rubyonrails.org", "python.org", "pypi.org", "npmjs.com", "npmjs.org", "nodejs.org", "mozilla.org",
	"postgresql.org", "redis.io", "nginx.org",
	"nginx.com", "haproxy.org", "prometheus.io", "grafana.com", "elastic.co", "apache.org", "gnu.org", "ietf.org", "rfc-editor.org",
	"w3.org", "schema.org", "wikipedia.org",
	"stackoverflow.com", "stackexchange.com", "serverfault.com", "cve.org", "nist.gov", "uber.org", "google.golang.org", "letsencrypt.org",
	"openssl.org", "openssh.com", "systemd.io",
	"freedesktop.org", "man7.org", "helm.sh", "terraform.io", "hashicorp.com", "git-scm.com", "sqlite.org", "chef.io", "xmlsoap.org",
	"example.com", "example.org", "example.net",
}

// Public gives domains that are public and belong to no customer, for Identifiers.Allowed.
func Public() []string { return slices.Clone(public) }

// With gives the identifiers of both.
func (ids Identifiers) With(more Identifiers) Identifiers {
	return Identifiers{
		Organizations: slices.Concat(ids.Organizations, more.Organizations),
		People:        slices.Concat(ids.People, more.People),
		Mails:         slices.Concat(ids.Mails, more.Mails),
		Domains:       slices.Concat(ids.Domains, more.Domains),
		Hosts:         slices.Concat(ids.Hosts, more.Hosts),
		Allowed:       slices.Concat(ids.Allowed, more.Allowed),
	}
}

// Find gives every identifier in text, in order and without overlap.
func (ids Identifiers) Find(text string) []Finding { return ids.compile().find(text) }

// Redact gives text with a placeholder in the place of each identifier, HOST-1 or IP-2: the same thing has the same one
// throughout. What it found stands beside it, with places in text. For several texts that belong together, and for long
// ones, use a Redactor.
func (ids Identifiers) Redact(text string) (string, []Finding) { return NewRedactor(ids).Redact(text) }

// matcher is identifiers made ready to be looked for.
type matcher struct {
	names   nameTree
	mails   []string
	domains []string // folded, without the dot before
	hosts   []string // folded; addresses in their canonical form too
	allowed []string
}

func (ids Identifiers) compile() *matcher {
	m := &matcher{names: nameTree{}}
	for _, o := range ids.Organizations {
		m.addOrganization(o)
	}
	for _, p := range ids.People {
		m.addPerson(p)
	}
	for _, a := range ids.Mails {
		m.addMail(a)
	}
	m.domains = appendDomains(m.domains, ids.Domains)
	m.allowed = appendDomains(m.allowed, ids.Allowed)
	for _, h := range ids.Hosts {
		if h = domain(h); len(h) >= 3 && h != "localhost" {
			m.hosts = append(m.hosts, h)
		}
	}
	return m
}

func (m *matcher) addMail(address string) {
	folded := strings.TrimSpace(fold(address).text)
	local, at, ok := strings.Cut(folded, "@")
	if !ok || local == "" || at == "" {
		return
	}
	m.mails = append(m.mails, folded)
	local, _, _ = strings.Cut(local, "+")
	for _, part := range append(words(local), local) {
		if len(part) >= 4 && !everyday[part] {
			m.names.add(words(part), anyCase)
		}
	}
}

func appendDomains(all []string, more []string) []string {
	for _, d := range more {
		if d = domain(d); len(d) >= 3 {
			all = append(all, d)
		}
	}
	return all
}

func domain(text string) string {
	return strings.Trim(strings.TrimSpace(strings.TrimPrefix(fold(text).text, "*.")), ".@")
}
