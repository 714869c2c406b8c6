package app

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/demo/desk"
	"github.com/daywatch/daywatch/internal/app/demo"
	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// demoDoor names the contacts of the customers and has three who may not ask come to the door: one whose support is on hold,
// one whose contract is over, and one whom nobody names.
func (d *Desk) demoDoor(ctx context.Context, world content.World, quiet *people.Service) error {
	ctx = access.AsSystem(ctx, "demo")
	var unnamed content.Person
	err := d.DB.Do(ctx, func(tx *db.Tx) (err error) {
		unnamed, err = nameDemoContacts(ctx, tx, world, quiet)
		return err
	})
	if err != nil {
		return err
	}
	if err := d.demoWorth(ctx, world, quiet); err != nil {
		return err
	}
	stopped, err := d.demoStopped(ctx, world)
	if err != nil {
		return err
	}
	for i, m := range []struct {
		who           content.Person
		subject, text string
	}{
		{stopped[people.OnHold], "Runners stay offline since the weekend", "All our runners show as offline since Saturday. What can we do?"},
		{stopped[people.Expired], "Upgrade path from 17.11", "We would like to upgrade next month. Which stops do we have to make?"},
		{unnamed, "Access to our tickets", "I have joined the platform team and take over from a colleague. Could you look at our mirror job, please?"},
	} {
		if m.who.Email == "" {
			continue
		}
		if err := d.demoKnocks(ctx, i, m.who, m.subject, m.text); err != nil {
			return err
		}
	}
	return nil
}

// nameDemoContacts names most people as contacts. The last of a big customer is left out, and one customer names nobody.
func nameDemoContacts(ctx context.Context, tx *db.Tx, world content.World, p *people.Service) (left content.Person, err error) {
	proofs := []string{people.ProofLicense, people.ProofCRM, people.ProofNamespace, people.ProofSoldTo}
	seen := map[string]int{}
	for i, c := range world.Contacts {
		u, err := p.ByAddress(ctx, tx, c.Email)
		if err != nil {
			return left, err
		}
		seen[c.Org]++
		last := !slices.ContainsFunc(world.Contacts[i+1:], func(o content.Person) bool { return o.Org == c.Org })
		switch {
		case u.OrganizationID == 0 || c.Org == world.Orgs[len(world.Orgs)-1].Key:
			continue
		case left.Email == "" && last && seen[c.Org] > 2 && c.Language == "en":
			left = c
			continue
		}
		named := people.Contact{UserID: u.ID, OrganizationID: u.OrganizationID, Role: c.Title, Proof: proofs[i%len(proofs)],
			ProvedAt: tx.Now(), Since: tx.Now().AddDate(0, -1-i%11, 0)}
		if err := p.NameContactIn(ctx, tx, named); err != nil {
			return left, err
		}
	}
	return left, nil
}

// demoWorth gives customers owners, health and revenue. Those that lie in the demo's files stay as the files say.
func (d *Desk) demoWorth(ctx context.Context, world content.World, quiet *people.Service) error {
	owners := []people.Owner{{Name: "Kofi Mensah", Address: "kofi.mensah@daywatch.example"},
		{Name: "Ines Duarte", Address: "ines.duarte@daywatch.example"}, {Name: "Tomasz Wrona", Address: "tomasz.wrona@daywatch.example"}}
	return d.DB.Do(ctx, func(tx *db.Tx) error {
		kept, err := fs.ReadDir(desk.Files(), "organizations")
		if err != nil {
			return err
		}
		for i, w := range world.Orgs {
			if slices.ContainsFunc(kept, func(f fs.DirEntry) bool { return strings.HasPrefix(f.Name(), w.Key) }) {
				continue
			}
			o, err := quiet.OrganizationNamed(ctx, tx, w.Name)
			if err != nil {
				return err
			}
			account, success := owners[i%len(owners)], owners[(i+1)%len(owners)]
			account.Role, success.Role = people.AccountOwner, people.SuccessManager
			o.Owners, o.Seats, o.ARR = []people.Owner{account, success}, w.Seats, int64(w.Seats)*348
			o.Health, o.SharesTickets = people.Healths()[i%7%3], i%3 == 0
			if _, err := quiet.SaveOrganizationIn(ctx, tx, o); err != nil {
				return err
			}
		}
		return nil
	})
}

// demoStopped finds somebody of a customer on hold, and of one whose contract is over.
func (d *Desk) demoStopped(ctx context.Context, world content.World) (map[people.Entitlement]content.Person, error) {
	out := map[people.Entitlement]content.Person{}
	orgs, err := d.People.AllOrganizations(ctx, d.DB.Read())
	if err != nil {
		return nil, err
	}
	for _, o := range orgs {
		e := o.Entitlement(d.DB.Now(ctx))
		for _, c := range world.Contacts {
			at := slices.IndexFunc(world.Orgs, func(w content.Org) bool { return w.Key == c.Org })
			if at >= 0 && world.Orgs[at].Name == o.Name && out[e].Email == "" {
				out[e] = c
			}
		}
	}
	return out, nil
}

// demoKnocks sends a mail to the desk as a mail server does.
func (d *Desk) demoKnocks(ctx context.Context, n int, who content.Person, subject, text string) error {
	raw := strings.Join([]string{"From: " + who.Email, "To: " + demo.Address, "Subject: " + subject,
		fmt.Sprintf("Message-ID: <knock-%d@demo.daywatch.example>", n),
		"Content-Type: text/plain; charset=utf-8", "", "Hello,", "", text, ""}, "\r\n")
	id, _, err := d.Intake.Receive(ctx, intake.Inbound{Channel: "pipe", Key: fmt.Sprint("demo-door-", n), EnvFrom: who.Email, EnvTo: []string{demo.Address},
		Body: strings.NewReader(raw), Size: int64(len(raw))})
	if err != nil {
		return err
	}
	return d.Intake.File(ctx, id)
}
