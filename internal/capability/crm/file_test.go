package crm

import (
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestFileFaults tells what is wrong with a file by its line and column.
func TestFileFaults(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"no id column":       {"a.csv", "name,product\nAcme,Gold\n", "line 1: there is no column for the id of an account"},
		"a day":              {"a.csv", "id,name,End Date\n1,Acme,31/12/2026\n", "line 2, column End Date: “31/12/2026” is not a day"},
		"a number":           {"a.csv", "id;name;arr\n1;Acme;1.000,00 EUR\n", "line 2, column arr: “1.000,00 EUR” is not a number"},
		"an address":         {"a.csv", "id,name,email\n1,Acme,dana\n", "line 2, column email: “dana” is no e-mail address"},
		"a field too many":   {"a.csv", "id,name\n1,Acme, Inc\n2,Seto\n", "line 2: there are 3 fields and 2 columns"},
		"quotes":             {"a.csv", "id,name\n1,\"Acme\n", "the quotes do not match"},
		"not UTF-8":          {"a.csv", "id,name\n1,B\xfcro\n", "line 2: the file is not UTF-8"},
		"empty":              {"a.csv", " \n", "is empty"},
		"two columns":        {"a.csv", "id,name,account name\n1,A,B\n", "both look like name"},
		"no id in a line":    {"a.csv", "id,name\n,Acme\n", "line 2, column id: the account has no id"},
		"broken JSON":        {"a.json", "[{\"id\": \"1\",\n \"name\": }]", "line 2: this is no JSON"},
		"JSON without names": {"a.json", "[\n {\"id\": \"1\", \"name\": \"A\"},\n {\"id\": \"2\"}]", "line 3, column name: an account needs it"},
		"a list that is one": {"a.json", `[{"id": "1", "name": "A", "subscriptions": "Gold"}]`, "column subscriptions: this must be a list"},
		"JSON with a day": {"a.json",
			"[{\"id\": \"1\", \"name\": \"A\", \"subscriptions\": [{\"sku\": \"Gold\", \"ends_on\": \"soon\"}]}]",
			"line 1, column ends_on: “soon” is not a day"},
		"no list": {"a.json", `{"customers": []}`, "there is no list of accounts"},
	} {
		_, err := File{Name: c.file, Data: []byte(c.text)}.Parse()
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v\nwant %s", name, err, c.want)
		}
	}
	_, err := File{Name: "a.csv", Data: []byte("id,name\n1,A\n"), Columns: map[string]string{"shoe": "x"}}.Parse()
	if _, field := fault.Public(err); field != "columns" {
		t.Error(err)
	}
	many := "id,name,arr\n" + strings.Repeat("1,A,x\n", 30)
	if _, err = (File{Name: "a.csv", Data: []byte(many)}).Parse(); !strings.Contains(err.Error(), "and 10 more") {
		t.Error(err)
	}
}

// A line for each subscription, a line for each contact, a cell with several products, and JSON with lists: all mean the same.
func TestFileShapes(t *testing.T) {
	for name, c := range map[string]struct{ file, text string }{
		"lines":  {"a.csv", "Account ID,Kunde,Produkt,Ende,E-Mail\n1,Acme,SaaS - Premium,2027-01-01,dana@acme.example\n1,Acme,SaaS - Premium,2027-01-01,per@acme.example\n1,Acme,SaaS - Ultimate,2027-01-01,\n"},
		"a cell": {"a.csv", "\xef\xbb\xbfid\tname\tsku\tend\temail\n1\tAcme\tSaaS - Premium;SaaS - Ultimate\t2027-01-01\tdana@acme.example\n1\tAcme\t\t\tper@acme.example\n"},
		"JSON": {"a.json", `{"accounts": [{"id": "1", "name": "Acme", "subscriptions": [{"id": "s1", "sku": "SaaS - Premium", "ends_on": "2027-01-01"}, {"sku": "SaaS - Ultimate", "ends_on": "2027-01-01"}],
			"contacts": [{"id": 7, "email": "dana@acme.example", "role": "Technical"}, {"address": "per@acme.example"}]}]}`},
	} {
		p, err := File{Name: c.file, Data: []byte(c.text)}.Parse()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		distinct := map[string]kept{}
		for _, k := range p.records {
			distinct[string(k.object)+k.key] = k
		}
		var all []kept
		for _, k := range distinct {
			all = append(all, k)
		}
		in := inputs([]string{"1"}, all)[0].Input
		m := Map(in, testBook())
		if len(in.Subscriptions) != 2 || m.Facts[Level] != "ultimate" || len(m.People) != 2 || m.Doubt != "" || m.Facts[EndsOn] != "2027-01-01" {
			t.Errorf("%s: %d subscriptions, %v, %v, %q", name, len(in.Subscriptions), m.Facts, m.People, m.Doubt)
		}
	}
}

// What was written as a sample can be read.
func TestSample(t *testing.T) {
	p, err := File{Name: "sample.csv", Data: []byte(Sample)}.Parse()
	if err != nil || len(p.Ignored) > 0 || p.Accounts() != 4 {
		t.Errorf("%v, ignored %v, %d lines", err, p.Ignored, p.Accounts())
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a.csv", []byte(Sample))
	f.Add("a.json", []byte(`{"accounts": [{"id": "1", "name": "A", "contacts": [{"email": "a@b.example"}]}]}`))
	f.Add("a.json", []byte(`[{"id": true, "name": 1e400, "subscriptions": [null, {"sku": {}}]}]`))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		p, err := File{Name: name, Data: data}.Parse()
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				t.Error(err)
			}
			return
		}
		for _, k := range p.records {
			if k.object == Accounts && k.record["id"] == "" {
				t.Errorf("an account without an id: %v", k)
			}
		}
	})
}
