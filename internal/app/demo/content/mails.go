package content

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// mails renders the files of text/mails. Above the first empty line each has "want", "age", "from" and "to"; below
// it stands the mail itself, with the holes of a scenario.
func mails(seed uint64, now time.Time, c *casting) []RawMail {
	names, err := fs.Glob(texts, "text/mails/*.txt")
	must(err)
	var out []RawMail
	for _, file := range names {
		m, err := rawMail(newDice(seed, file), file, now, c)
		if err != nil {
			panic("demo content: " + err.Error())
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b RawMail) int { return a.At.Compare(b.At) })
	return out
}

func rawMail(d dice, file string, now time.Time, c *casting) (RawMail, error) {
	head, body, found := strings.Cut(read(strings.TrimPrefix(file, "text/")), "\n\n")
	if !found {
		return RawMail{}, fmt.Errorf("%s: no empty line between the description and the mail", file)
	}
	fields := map[string]string{}
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(line, ":")
		fields[key] = strings.TrimSpace(value)
	}
	age, err := parseWait(fields["age"])
	if err != nil {
		return RawMail{}, fmt.Errorf("%s: age: %w", file, err)
	}
	story := &scenario{group: "support", language: "en"}
	cust := c.customerFor(d, story, nil)
	s := &scene{dice: d, zones: c.zones, org: cust.org, cast: c.cast(d, story, cust), language: "en",
		at: now.Add(-age), vars: map[string]string{}}
	s.speaking = s.cast[byCustomer]
	m := RawMail{At: s.at, Want: fields["want"]}
	for _, part := range []struct {
		text string
		set  func(string)
	}{
		{fields["from"], func(v string) { m.From = v }},
		{fields["to"], func(v string) { m.To = v }},
		{body, func(v string) { m.Raw = []byte(strings.ReplaceAll(v, "\n", "\r\n")) }},
	} {
		t, err := parseTemplate(part.text, nil)
		if err != nil {
			return RawMail{}, fmt.Errorf("%s: %w", file, err)
		}
		part.set(t.render(s))
	}
	return m, nil
}
