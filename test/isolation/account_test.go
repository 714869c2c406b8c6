package isolation

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// byAccount plants words in all that is kept of a customer beside tickets: what they run and its documents, upgrades, reviews with
// their risks, runbooks and requests, overrides of the CRM, and a bundle that is diagnosed.
func (o *office) byAccount(c *canaries) {
	o.t.Helper()
	ctx := o.as(o.shut, gwen)
	org, err := o.shut.People.SaveOrganization(ctx, people.Organization{Name: c.plant("account"), ExternalID: c.plant("id in the CRM")})
	o.must(err)
	u, err := o.shut.People.CreateContact(ctx, strings.ToLower(c.plant("contact of an account"))+"@agency.test",
		people.Particulars{Name: c.plant("name of a contact"), OrganizationID: org.ID})
	o.must(err)
	o.runs(ctx, c, org)
	o.reviewed(ctx, c, org)
	_, err = o.shut.CRM.SaveOverride(ctx,
		crm.Override{AccountID: c.plant("account of an override"), Field: crm.Name, Value: c.plant("override"), Why: c.plant("why of an override")})
	o.must(err)
	o.diagnosed(ctx, c, u)
}

// runs plants words in an installation, its documents and its upgrade.
func (o *office) runs(ctx context.Context, c *canaries, org people.Organization) {
	o.t.Helper()
	e, err := o.shut.Environments.Save(ctx,
		environment.Environment{OrganizationID: org.ID, Name: c.plant("installation"), Kind: environment.Production,
			Deployment: "self-managed", Version: "18.1.0-ee",
			Topology: c.plant("topology"), Notes: c.plant("notes of an installation"), Nodes: []environment.Node{{Role: c.plant("node"), Count: 2}}})
	o.must(err)
	_, err = o.shut.Environments.AddDocument(ctx, e.ID, c.plant("name of a document")+".yaml", "application/yaml",
		strings.NewReader("host: "+c.plant("document")+"\n"))
	o.must(err)
	t, err := o.shut.Tickets.Create(ctx, ticket.NewTicket{Subject: c.plant("subject of an upgrade"), RequesterID: o.contact(ctx, org), Channel: "web",
		Comment: ticket.NewComment{Public: true, Body: c.plant("upgrade")}})
	o.must(err)
	_, err = o.shut.Upgrades.Begin(ctx, e.ID, t.ID, "18.4.0-ee")
	o.must(err)
}

// contact is somebody of a customer.
func (o *office) contact(ctx context.Context, org people.Organization) int64 {
	o.t.Helper()
	found, _, err := o.shut.People.Users(ctx, people.Filter{OrganizationID: org.ID})
	o.must(err)
	return found[0].ID
}

// reviewed plants words in what review calls keep of a customer.
func (o *office) reviewed(ctx context.Context, c *canaries, org people.Organization) {
	o.t.Helper()
	me, _ := access.From(ctx)
	_, err := o.shut.Reviews.SaveRisk(ctx, review.Risk{OrganizationID: org.ID, Title: c.plant("risk"), Area: review.Areas()[0],
		Likelihood: 2, Impact: 2, About: c.plant("about a risk"),
		OwnerID: me.UserID, State: review.RiskOpen})
	o.must(err)
	_, err = o.shut.Reviews.SaveRunbook(ctx, review.Runbook{OrganizationID: org.ID, Body: c.plant("runbook"), Note: c.plant("note on a runbook")})
	o.must(err)
	_, err = o.shut.Reviews.Ask(ctx,
		review.Request{OrganizationID: org.ID, Kind: review.RequestKinds()[0], Subject: c.plant("request of the field"), Body: c.plant("body of a request")})
	o.must(err)
	_, err = o.shut.Reviews.AddAction(ctx, review.Action{OrganizationID: org.ID, What: c.plant("action"), OwnerID: me.UserID})
	o.must(err)
}

// diagnosed plants words in a bundle, whose evidence is repeated in a note.
func (o *office) diagnosed(ctx context.Context, c *canaries, u people.User) {
	o.t.Helper()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	w := tar.NewWriter(z)
	line := "[ 1.0] Out of memory: Killed process 77 (puma) " + c.plant("evidence of a bundle") + "\n"
	o.must(w.WriteHeader(&tar.Header{Name: "bundle/dmesg", Mode: 0o600, Size: int64(len(line))}))
	_, err := fmt.Fprint(w, line)
	o.must(err)
	o.must(w.Close())
	o.must(z.Close())
	t, err := o.shut.Tickets.Create(ctx, ticket.NewTicket{Subject: c.plant("subject with a bundle"), RequesterID: u.ID, Channel: "web",
		Comment: ticket.NewComment{Public: true, Body: c.plant("text with a bundle")}})
	o.must(err)
	theirs := access.With(ctx, u.Principal("portal"))
	a, err := o.shut.Tickets.OwnUpload(theirs, c.plant("name of a bundle")+".tar.gz", "application/gzip", &packed)
	o.must(err)
	o.must(o.shut.Tickets.OwnReply(theirs, t.ID, c.plant("words with a bundle"), []int64{a.ID}))
	o.until("the bundle is diagnosed", func(ctx context.Context) bool {
		th, err := o.shut.Tickets.Thread(ctx, t.ID)
		return err == nil && slices.ContainsFunc(th.Comments, func(c ticket.Comment) bool { return strings.Contains(c.Body, "OOM killer") })
	})
}
