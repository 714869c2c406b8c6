package boundary

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// agency is a customer as a desk knows it.
var agency = Identifiers{
	Organizations: []string{"Helvetia Space Agency", "HSA", "Department of Alpine Affairs"},
	People:        []string{"Jane Okonkwo", "Jürg Müller", "Will Long"},
	Mails:         []string{"jane.okonkwo@agency.gov", "jmueller7@agency.gov"},
	Domains:       []string{"agency.gov"},
	Hosts:         []string{"gitaly-02", "build7", "10.0.0.7"},
	Allowed:       append(Public(), "8.8.8.8"),
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// names
		{"The Helvetia Space Agency runs it", "name:Helvetia Space Agency"},
		{"helvetia-space_agency and HelvetiaSpaceAgency", "name:helvetia-space_agency name:HelvetiaSpaceAgency"},
		{"Helvetia\nSpace   Agency", "name:Helvetia\nSpace   Agency"},
		{"at Helvetia's", "name:Helvetia"},
		{"our hsa cluster, H.S.A., hsa01", "name:hsa name:H.S.A name:hsa01"},
		{"DAA said; a daa in small letters did not", "name:DAA"},
		{"Ｈｅｌｖｅｔｉａ Space Agency", "name:Ｈｅｌｖｅｔｉａ Space Agency"},
		{"Hel\u00advetia and Hel\u200bvetia and Нelvetia", "name:Hel\u00advetia name:Hel\u200bvetia name:Нelvetia"},
		{"Jane said, OKONKWO said, Okonkwo, Jane said", "name:Jane name:OKONKWO name:Okonkwo, Jane"},
		{"Muller, Mueller and Mu\u0308ller", "name:Muller name:Mueller name:Mu\u0308ller"},
		{"Will Long waits, will he", "name:Will Long"},
		{"login jmueller7 failed", "name:jmueller7"},
		// mail addresses
		{"write to x.y+z@foo.org.", "mail:x.y+z@foo.org"},
		{"git@github.com:a/b and actions/checkout@v4.1", ""},
		{"root@gitaly-09:~# ls", "mail:root@gitaly-09"},
		// hosts
		{"gitaly-01.prod.agency.gov:8075", "host:gitaly-01.prod.agency.gov"},
		{"gitaly-02 and gitaly-02_data and gitaly-020", "host:gitaly-02 host:gitaly-02"},
		{"gitaly-01.prod.\n  agency.gov", "host:gitaly-01.prod.\n  agency.gov"},
		{"> gitaly-01.prod.age=\nncy.gov", "host:gitaly-01.prod.age=\nncy.gov"},
		{"AGENCY%2EGOV, agency[.]gov, agency&#46;gov, agency。gov", "host:AGENCY%2EGOV host:agency[.]gov host:agency&#46;gov host:agency。gov"},
		{"ip-10-0-0-1 and ip-10-0-0-1.ec2.internal", "host:ip-10-0-0-1 host:ip-10-0-0-1.ec2.internal"},
		{"db.corp, nas.local", "host:db.corp host:nas.local"},
		{"see docs.gitlab.com, kernel.org, k8s.io/api/core/v1, gopkg.in/yaml.v3, go.uber.org/zap and localhost", ""},
		{"gitlab.rb, config.yml, time.Now(), Gitlab::Database, foo.go:12, e.g. this", ""},
		// addresses
		{"10.0.0.1, 10.0.0.1:443, [2001:db8::1]:443, 10.1.0.0/16", "ip:10.0.0.1 ip:10.0.0.1 ip:2001:db8::1 ip:10.1.0.0/16"},
		{"::ffff:10.2.3.4 and fe80::1%eth0 and 010.001.002.003", "ip:::ffff:10.2.3.4 ip:fe80::1 ip:010.001.002.003"},
		{"10.0.0.1-10.0.0.9", "ip:10.0.0.1-10.0.0.9"},
		{"aa:bb:cc:dd:ee:0f and aabb.ccdd.ee0f", "mac:aa:bb:cc:dd:ee:0f mac:aabb.ccdd.ee0f"},
		{"17.4.1 at 12:34:56, 127.0.0.1, ::1, 0.0.0.0, 8.8.8.8", ""},
		{"version 17.4.1.2, gitlab-ee-17.4.1.2, Chrome/120.0.0.0", ""},
		// paths
		{"/home/jdoe/.ssh and C:\\Users\\jdoe\\x and /home/git/.ssh", "path:/home/jdoe path:\\Users\\jdoe"},
		// addresses of pages
		{"https://gitlab.agency.gov/a/b?c=d.", "url:https://gitlab.agency.gov/a/b?c=d"},
		{"http://gitlab/group and http://localhost:8080/x and https://docs.gitlab.com/ee/", "url:http://gitlab/group"},
		{"https://[2001:db8::1]/x", "url:https://[2001:db8::1]/x"},
		{"postgres://me:pw@localhost/db", "url:postgres://me:pw@localhost/db"},
		// keys
		{"glpat-abcdefGHIJKL12345678 and AKIAIOSFODNN7EXAMPLE", "token:glpat-abcdefGHIJKL12345678 token:AKIAIOSFODNN7EXAMPLE"},
		{"Authorization: Bearer abc.def", "token:abc.def"},
		{"password=hunter22 token: [FILTERED]", "token:hunter22"},
		{"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_", "token:eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_"},
		{"-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----.", "token:-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"},
		{"078-05-1120", "number:078-05-1120"},
		// what was redacted stays
		{"HOST-1 asked IP-2, token: TOKEN-1, https://HOST-3/x, NAME-12's", ""},
	} {
		var got []string
		for _, f := range agency.Find(c.text) {
			if f.Text != c.text[f.Start:f.End] {
				t.Errorf("%q: a finding has %q and its place %q", c.text, f.Text, c.text[f.Start:f.End])
			}
			got = append(got, string(f.Kind)+":"+f.Text)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestRedact(t *testing.T) {
	in := "gitaly-01.prod.agency.gov (10.0.0.9) to GITALY-01.prod.agency.gov: jane at 10.0.0.9"
	got, found := agency.Redact(in)
	if want := "HOST-1 (IP-1) to HOST-1: NAME-1 at IP-1"; got != want || len(found) != 5 {
		t.Errorf("got %q with %d findings, want %q", got, len(found), want)
	}
	r := NewRedactor(agency)
	first, _ := r.Redact("10.0.0.9")
	second, _ := r.Redact("10.0.0.10 and 10.0.0.9")
	if first != "IP-1" || second != "IP-2 and IP-1" {
		t.Errorf("over two texts: %q, %q", first, second)
	}
}
