package ticket

import (
	"context"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// deskNow is when the small desk of the tests is looked at: a Friday.
var deskNow = time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)

func ago(d time.Duration) time.Time { return deskNow.Add(-d) }

const day = 24 * time.Hour

// The people of the small desk.
const (
	ana   = 1 // the engineer who asks
	ben   = 2
	chloe = 10
	hans  = 11
	sato  = 12
	dana  = 13
)

var (
	deskOrganizations = map[int64]string{1: "Acme Labs", 2: "Größbank AG", 3: "東京システム"}
	deskGroups        = map[int64]string{1: "Platform", 2: "Billing & Renewals"}
	deskForms         = map[int64]string{1: "Emergencies", 2: "Licensing & Renewals"}
	deskFields        = map[int64]string{1: "product", 2: "version"}
	deskPeople        = map[int64]struct {
		name, address string
		role          access.Role
	}{
		ana:   {"Ana Ruiz", "ana@desk.test", access.Agent},
		ben:   {"Ben Okafor", "ben@desk.test", access.Lead},
		chloe: {"Chloé Dupont", "chloe@acme.test", access.EndUser},
		hans:  {"Hans Müller", "hans.mueller@grossbank.test", access.EndUser},
		sato:  {"佐藤 健", "sato@tokyo.test", access.EndUser},
		dana:  {"Dana O'Neil", "dana_oneil@solo.test", access.EndUser},
	}
)

// deskTicket is a ticket of a small desk, with all that a search can ask for.
type deskTicket struct {
	Ticket
	comments    []Comment // Public, Body and Automatic count
	attachments []Attachment
}

func public(body string) Comment  { return Comment{Public: true, Body: body} }
func note(body string) Comment    { return Comment{Body: body} }
func file(name string) Attachment { return Attachment{Name: name} }

// smallDesk is a desk that a reader can keep in mind. Tickets are numbered from 1 and were updated in the
// order of their numbers, so a list by update is 20 to 1.
func smallDesk() []deskTicket {
	tickets := []deskTicket{
		{Ticket: Ticket{Subject: "Cannot connect to the database", Status: New, Priority: Urgent, Severity: 1, Type: Incident, Channel: "mail",
			RequesterID: chloe, OrganizationID: 1, WaitingSince: ago(40 * day), Tags: []string{"database", "self-managed"}},
			comments: []Comment{public("PG::ConnectionBad: could not connect to server at 10.0.0.3:5432, is it running?")}},
		{Ticket: Ticket{Subject: "Sidekiq raises in foo_bar.rb:42", Status: Open, Priority: High, Severity: 2, Type: Incident, Channel: "mail",
			RequesterID: chloe, OrganizationID: 1, AssigneeID: ana, GroupID: 1, WaitingSince: ago(39 * day), Replied: true},
			comments: []Comment{public("undefined method `name' for nil\n\tfoo_bar.rb:42:in `call'"), public("Which version is this?"), note("same as #1?")}},
		{Ticket: Ticket{Subject: "ERR_SSL_PROTOCOL_ERROR in Chrome", Status: Pending, Priority: Normal, Severity: 3, Channel: "web",
			RequesterID: dana, AssigneeID: ben, GroupID: 1, Replied: true},
			comments:    []Comment{public("The page says ERR_SSL_PROTOCOL_ERROR."), public("Please send the output of `openssl s_client`.")},
			attachments: []Attachment{file("Screenshot 2026-11-02.png")}},
		{Ticket: Ticket{Subject: "Push rejected: E1234:foo/bar", Status: Hold, Priority: Low, Severity: 4, Type: Problem, Channel: "portal",
			RequesterID: dana, AssigneeID: ana, Replied: true, Tags: []string{"git"}},
			comments: []Comment{public("remote: E1234:foo/bar is locked"), note("Waits for the next release, see E1234")}},
		{Ticket: Ticket{Subject: "Straße im Absender fehlt", Status: Open, Priority: NoPriority, Type: Question, Channel: "mail",
			RequesterID: hans, OrganizationID: 2, WaitingSince: ago(36 * day)},
			comments: []Comment{public("Guten Tag, im Absender steht nur die Hausnummer. Viele Grüße aus Köln")}},
		{Ticket: Ticket{Subject: "Übertragung bricht ab", Status: Solved, Priority: Normal, Severity: 3, Type: Incident, Channel: "mail",
			RequesterID: hans, OrganizationID: 2, AssigneeID: ana, GroupID: 1, Replied: true, SolvedAt: ago(10 * day)},
			comments:    []Comment{public("Die Übertragung großer Dateien bricht bei 100% ab."), public("Please raise client_max_body_size.")},
			attachments: []Attachment{file("Übersicht-Größen.xlsx"), file("nginx.conf")}},
		{Ticket: Ticket{Subject: "障害のお知らせ", Status: New, Priority: High, Severity: 2, Type: Incident, Channel: "mail",
			RequesterID: sato, OrganizationID: 3, WaitingSince: ago(34 * day)},
			comments: []Comment{public("昨日からデータベースの接続障害が発生しています。ログを添付します。")}, attachments: []Attachment{file("障害ログ.txt")}},
		{Ticket: Ticket{Subject: "ライセンスの更新", Status: Pending, Priority: Low, Severity: 4, Type: Question, Channel: "portal",
			RequesterID: sato, OrganizationID: 3, AssigneeID: ben, GroupID: 2, Replied: true, Tags: []string{"renewal"}},
			comments: []Comment{public("更新の見積をお願いします。"), note("Quote sent, 見積 is in the CRM")}},
		{Ticket: Ticket{Subject: "Disk 100% full", Status: Open, Priority: Urgent, Severity: 1, Type: Incident, Channel: "api",
			RequesterID: chloe, OrganizationID: 1, GroupID: 1, WaitingSince: ago(32 * day), Tags: []string{"disk", "self-managed"}},
			comments: []Comment{public("/dev/sda1 is 100% full. df says C:\\temp\\logs too, on the Windows runner.")}},
		{Ticket: Ticket{Subject: `Message "access denied"`, Status: Closed, Priority: Normal, Channel: "import",
			RequesterID: dana, AssigneeID: ben, Replied: true, SolvedAt: ago(300 * day)},
			comments: []Comment{public(`It says "access denied" and then 'exit code 128'.`), public("std::vector<int> is fine, type<T> is not.")}},
		{Ticket: Ticket{Subject: "Out of office", Status: New, Priority: NoPriority, Channel: "mail", RequesterID: hans, OrganizationID: 2},
			comments: []Comment{{Public: true, Body: "Ich bin bis 30.11. nicht im Büro.", Automatic: "auto-reply"}}},
		{Ticket: Ticket{Subject: "Webhook times out", Status: Open, Priority: Normal, Severity: 2, Type: Incident, Channel: "mail",
			RequesterID: dana, AssigneeID: ana, GroupID: 1, WaitingSince: ago(20 * time.Hour), Replied: true},
			comments: []Comment{public("http://hooks.example.test/x?y=1 times out"),
				{Public: true, Body: "I am away", Automatic: "auto-reply"}, public("still the timeout, café build")}},
	}
	for i := range tickets {
		t := &tickets[i].Ticket
		t.ID, t.SubmitterID = int64(i+1), t.RequesterID
		t.CreatedAt = ago(time.Duration(41-i) * day)
		t.UpdatedAt = ago(time.Duration(len(tickets)-1-i) * 23 * time.Hour)
		t.CommentCount = len(tickets[i].comments)
		t.Stage = FirstReply
		if t.Replied {
			t.Stage = NextReply
		}
	}
	onClocks(tickets)
	return tickets
}

// onClocks gives some of the tickets what clocks and forms go by.
func onClocks(tickets []deskTicket) {
	at := func(number int) *Ticket { return &tickets[number-1].Ticket }
	at(1).Stage, at(1).FormID, at(1).Region, at(1).BreachAt = Emergency, 1, "amer", ago(30*time.Minute)
	at(2).Region, at(2).BreachAt = "amer", ago(-3*time.Hour)
	at(4).PausedAt, at(4).PauseReason, at(4).Due = ago(day), "on holiday", Due{At: ago(-2 * day), Zone: "Europe/Berlin"}
	at(7).Region, at(7).BreachAt = "apac", ago(-26*time.Hour)
	at(8).FormID = 2
	at(9).Fields = map[string][]string{"product": {"geo", "gitaly"}, "version": {"17.2"}}
	at(11).Stage = Other
	at(12).Fields, at(12).Due = map[string][]string{"product": {"webhooks"}}, Due{At: ago(-3 * time.Hour), Zone: "UTC"}
}

// fill puts tickets, and the people of the small desk, into an empty database.
func fill(t testing.TB, d *db.DB, tickets []deskTicket) *Service {
	t.Helper()
	ctx := db.At(t.Context(), deskNow)
	err := d.Do(ctx, func(tx *db.Tx) error {
		if err := fillPeople(ctx, tx); err != nil {
			return err
		}
		for i := range tickets {
			if err := fillTicket(ctx, tx, &tickets[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return &Service{db: d, log: event.NewLog()}
}

func fillPeople(ctx context.Context, tx *db.Tx) error {
	for id, name := range deskOrganizations {
		if _, err := tx.Exec(ctx, `INSERT INTO organizations (id, name, name_key, plan, region, created_at, updated_at)
			VALUES ($1, $2, $3, 'Premium', 'emea', $4, $4)`, id, name, people.FoldName(name), tx.Now()); err != nil {
			return err
		}
	}
	for id, name := range deskGroups {
		if _, err := tx.Exec(ctx, "INSERT INTO staff_groups (id, name, name_key, created_at) VALUES ($1, $2, $3, $4)",
			id, name, people.FoldName(name), tx.Now()); err != nil {
			return err
		}
	}
	if err := fillForms(ctx, tx); err != nil {
		return err
	}
	for id, p := range deskPeople {
		if _, err := tx.Exec(ctx, `INSERT INTO users (id, name, name_key, role, notify, created_at, updated_at) VALUES ($1, $2, $3, $4, '[]', $5, $5)`,
			id, p.name, people.FoldName(p.name), string(p.role), tx.Now()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO identities (user_id, value, is_primary, created_at) VALUES ($1, $2, TRUE, $3)", id,
			p.address, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

func fillForms(ctx context.Context, tx *db.Tx) error {
	for id, title := range deskForms {
		if _, err := tx.Exec(ctx, `INSERT INTO ticket_forms (id, title, title_key, customers, emergency, closes, fields, updated_at)
			VALUES ($1, $2, $3, TRUE, FALSE, FALSE, '[]', $4)`, id, title, people.FoldName(title), tx.Now()); err != nil {
			return err
		}
	}
	for id, key := range deskFields {
		if _, err := tx.Exec(ctx, `INSERT INTO ticket_fields (id, key, title, kind, options, customers, updated_at)
			VALUES ($1, $2, $2, 'text', '[]', TRUE, $3)`, id, key, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

func fillTicket(ctx context.Context, tx *db.Tx, t *deskTicket) error {
	_, err := tx.Exec(ctx, `INSERT INTO tickets (id, subject, status, priority, severity, type, channel, requester_id, submitter_id,
			organization_id, group_id, assignee_id, comment_count, replied, waiting_since, created_at, updated_at, solved_at,
			stage, region, form_id, due_at, due_zone, breach_at, paused_at, pause_reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`,
		t.ID, t.Subject, int(t.Status), int(t.Priority), int(t.Severity), string(t.Type), t.Channel, t.RequesterID, t.SubmitterID,
		db.Null(t.OrganizationID), db.Null(t.GroupID), db.Null(t.AssigneeID), t.CommentCount, t.Replied, t.WaitingSince,
		t.CreatedAt, t.UpdatedAt, t.SolvedAt, string(t.Stage), t.Region, db.Null(t.FormID), t.Due.At, t.Due.Zone, t.BreachAt, t.PausedAt, t.PauseReason)
	if err != nil {
		return err
	}
	if err := indexText(ctx, tx, t.ID, textSubject, t.ID, t.Subject); err != nil {
		return err
	}
	for _, tag := range t.Tags {
		if err := addTag(ctx, tx, t.ID, tag); err != nil {
			return err
		}
	}
	for id, key := range deskFields {
		if err := storeValues(ctx, tx, t.ID, id, t.Fields[key]); err != nil {
			return err
		}
	}
	return fillTexts(ctx, tx, t)
}

func fillTexts(ctx context.Context, tx *db.Tx, t *deskTicket) error {
	for i := range t.comments {
		c := &t.comments[i]
		var err error
		c.ID, err = tx.Insert(ctx, `INSERT INTO comments (ticket_id, author_id, public, format, body, folds, channel, automatic, at)
			VALUES ($1, $2, $3, 'markdown', $4, '[]', $5, $6, $7) RETURNING id`, t.ID, t.RequesterID, c.Public, c.Body, t.Channel, c.Automatic, t.UpdatedAt)
		if err != nil {
			return err
		}
		kind := textNote
		if c.Public {
			kind = textComment
		}
		if err := indexText(ctx, tx, t.ID, kind, c.ID, c.Body); err != nil {
			return err
		}
	}
	for _, a := range t.attachments {
		id, err := tx.Insert(ctx, `INSERT INTO attachments (ticket_id, comment_id, owner_id, name, content_type, size, hash, inline, created_at)
			VALUES ($1, $2, $3, $4, 'text/plain', 1, 'x', $5, $6) RETURNING id`, t.ID, t.comments[0].ID, t.RequesterID, a.Name, a.Inline, t.CreatedAt)
		if err != nil {
			return err
		}
		if err := indexText(ctx, tx, t.ID, textAttachment, id, a.Name); err != nil {
			return err
		}
	}
	return nil
}

// asAna is what Ana asks at deskNow.
func asAna(ctx context.Context) context.Context {
	return db.At(access.With(ctx, access.Principal{UserID: ana, Name: "Ana Ruiz", Role: access.Agent, Via: "web"}), deskNow)
}
