package content

import "fmt"

// staff makes the admin, n engineers and the colleagues who may only write notes.
func staff(seed uint64, n int) []Person {
	d := newDice(seed, "staff")
	var admins, engineers, light []Person
	for _, row := range rows("people/staff.txt", 6) {
		p := staffMember(d, row)
		switch p.Role {
		case Admin:
			p.Email = "admin@example.com"
			admins = append(admins, p)
		case LightAgent:
			light = append(light, p)
		default:
			engineers = append(engineers, p)
		}
	}
	engineers = resize(d, engineers, n)
	return append(append(admins, engineers...), light...)
}

func staffMember(d dice, row []string) Person {
	full := row[0]
	p := Person{
		Key: "staff/" + slug(full, "-"), Name: full, Email: slug(full, ".") + "@example.com",
		Region: row[1], Role: Role(row[2]), Title: row[3], Zone: row[4], Language: row[5],
		Group: "support-" + row[1],
	}
	p.Hours = clock(pick(d, []int{8, 9, 9}), pick(d, []int{17, 18, 18}), monToFri)
	if p.Role == Agent {
		// Somebody sits on the weekend in each region, by day.
		p.Hours.Days = pick(d, []Weekdays{monToFri, monToFri, monToFri, monToFri, tueToSat, sunToThu})
	}
	if p.Title == "Customer Support Representative" || p.Title == "Associate Support Engineer" {
		p.Group = pick(d, []string{groupLicensing, groupAccounts})
	}
	p.Signature = fmt.Sprintf("%s\n%s, Daywatch Support", full, p.Title)
	return p
}

// resize takes the first n engineers region by region, so that a small team still covers the day, or hires
// more of them.
func resize(d dice, have []Person, n int) []Person {
	byRegion := map[string][]Person{}
	for _, p := range have {
		byRegion[p.Region] = append(byRegion[p.Region], p)
	}
	if n >= len(have) {
		return append(have, hires(d, have, n-len(have))...)
	}
	var out []Person
	for i := 0; len(out) < n; i++ {
		r := regions()[i%3].Key
		if len(byRegion[r]) > 0 {
			out = append(out, byRegion[r][0])
			byRegion[r] = byRegion[r][1:]
		}
	}
	return out
}

// hires makes n more engineers, who sit where those there already sit.
func hires(d dice, have []Person, n int) []Person {
	var out []Person
	taken := map[string]bool{}
	for _, p := range have {
		taken[p.Key] = true
	}
	pools := origins()
	for len(out) < n {
		desk := have[len(out)%len(have)]
		full, _ := pick(d, pools).fullName(d)
		p := staffMember(d, []string{full, desk.Region, string(Agent), "Support Engineer", desk.Zone, "en"})
		if taken[p.Key] {
			p = renumber(p, len(out))
		}
		taken[p.Key] = true
		out = append(out, p)
	}
	return out
}

// renumber tells namesakes apart in keys and addresses.
func renumber(p Person, n int) Person {
	p.Key = fmt.Sprintf("%s-%d", p.Key, n+2)
	p.Email = fmt.Sprintf("%d.%s", n+2, p.Email)
	return p
}
