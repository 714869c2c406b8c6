package content

import (
	"fmt"
	"strconv"
)

const (
	saas        = "SaaS"
	selfManaged = "self-managed"
)

// customer is an organization with its people, as the generator needs them together.
type customer struct {
	org      Org
	contacts []Person
}

// customers makes n organizations: those of the file first, then invented combinations.
func customers(seed uint64, n int) []customer {
	d := newDice(seed, "customers")
	pools := origins()
	table := rows("people/orgs.txt", 8)
	var out []customer
	taken := map[string]bool{}
	for i := range n {
		row := table[i%len(table)]
		if i >= len(table) {
			row = append([]string{inventedName(d)}, row[1:]...)
			row[7] = ""
		}
		org := newOrg(d, row)
		if taken[org.Key] {
			org.Name = fmt.Sprintf("%s %d", org.Name, i)
			org.Key = slug(org.Name, "-")
		}
		taken[org.Key] = true
		out = append(out, customer{org, contacts(d, org, row[3], pools)})
	}
	return out
}

func newOrg(d dice, row []string) Org {
	seats, err := strconv.Atoi(row[6])
	if err != nil {
		panic("demo content: people/orgs.txt: seats of " + row[0] + ": " + err.Error())
	}
	org := Org{Key: slug(row[0], "-"), Name: row[0], Region: row[1], Zone: row[2], Plan: row[4],
		Deployment: row[5], Seats: seats, Notes: row[7]}
	if org.Deployment == selfManaged {
		org.Version = fmt.Sprintf("18.%d.%d", d.between(2, 6), d.between(0, 4))
	}
	return org
}

func inventedName(d dice) string {
	first := pick(d, []string{"Alder", "Basalt", "Cobalt", "Dovetail", "Everly", "Fennel", "Garnet", "Harrow", "Isthmus",
		"Juniper", "Kelp", "Larkspur", "Marlin", "Nettle", "Opaline", "Pennant", "Quarry", "Rookery", "Saltmarsh", "Thistle"})
	second := pick(d, []string{"Foundry", "Logistics", "Instruments", "Energy", "Biotech", "Insurance", "Airways",
		"Systems", "Materials", "Networks", "Textiles", "Robotics"})
	return first + " " + second
}

func contacts(d dice, org Org, home string, pools []origin) []Person {
	var local origin
	for _, o := range pools {
		if o.key == home {
			local = o
		}
	}
	var out []Person
	taken := map[string]bool{}
	for len(out) < 3+min(4, org.Seats/600) {
		from := local
		if len(out) > 1 && d.chance(25) {
			from = pick(d, pools)
		}
		p := contact(d, org, from)
		if taken[p.Key] {
			continue
		}
		taken[p.Key] = true
		out = append(out, p)
	}
	return out
}

func contact(d dice, org Org, from origin) Person {
	full, native := from.fullName(d)
	p := Person{
		Key: "contact/" + org.Key + "/" + slug(full, "-"), Name: full, NativeName: native, Role: EndUser,
		Email: slug(full, ".") + "@" + org.Key + ".example", Zone: org.Zone, Language: from.language,
		Region: org.Region, Org: org.Key,
		Title: pick(d, []string{"Platform Engineer", "DevOps Lead", "Systems Administrator", "Site Reliability Engineer",
			"Build Engineer", "IT Operations", "Head of Platform", "Release Manager", "Security Engineer"}),
	}
	p.Hours = clock(pick(d, []int{7, 8, 8, 9}), pick(d, []int{16, 17, 18, 19}), monToFri)
	if org.Zone == "Asia/Dubai" {
		p.Hours.Days = sunToThu
	}
	if d.chance(8) {
		p.Hours = clock(8, 22, everyDay)
	}
	p.Signature = fmt.Sprintf("%s\n%s, %s", full, p.Title, org.Name)
	return p
}
