package program

import (
	"context"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/app/demo"
	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// The administrator of the made-up world; demo.Password opens every account.
const DemoAdmin = "admin@example.com"

// FillDemo writes a small part of the demo's world into an empty desk: a few customers and so many tickets.
func (d *Desk) FillDemo(desk *app.Desk, tickets int) {
	d.t.Helper()
	ctx := access.AsSystem(d.t.Context(), "test")
	quiet := event.NewLog() // a history that is replayed must not send mail
	persons := people.New(desk.DB, quiet)
	service := ticket.NewService(desk.DB, quiet, persons, desk.Blobs)
	in := intake.New(intake.Deps{DB: desk.DB, Log: quiet, Blobs: desk.Blobs, People: persons, Tickets: service, Key: []byte("the demo's mails bear no tokens")})
	world := content.Generate(1, desk.DB.Now(ctx), content.Size{Engineers: 6, Customers: 10, Tickets: tickets})
	err := demo.Fill(ctx, demo.Deps{DB: desk.DB, Log: quiet, People: persons, Tickets: service, Intake: in, Blobs: desk.Blobs}, world, nil)
	if err != nil {
		d.t.Fatal(err)
	}
}

// Admin gives the administrator of the made-up world.
func (d *Desk) Admin(ctx context.Context, desk *app.Desk) people.User {
	d.t.Helper()
	u, err := desk.People.ByAddress(ctx, desk.DB.Read(), DemoAdmin)
	if err != nil {
		d.t.Fatal(err)
	}
	return u
}
