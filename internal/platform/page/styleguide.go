package page

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/web"
)

// StyleGuide shows every part in every state, as the body of a Shell. Its text is English: it is for those
// who build pages. Times are set against now.
func StyleGuide(ctx context.Context, now time.Time) g.Node {
	return g.Group{
		Head("Style", "Every part in every state", LinkButton(Secondary, "/style", "New ticket", Key("c"))),
		Bar(Tabs("Parts", Tab{Label: "All parts", Href: "/style", Current: true, Count: "31"}, Tab{Label: "Queue", Href: "/style/queue"},
			Tab{Label: "Ticket", Href: "/style/ticket"})),
		Banner(Neutral, "A banner holds for the whole page."),
		Banner(Amber, "Mail has not been sent for 12 min: the mail server refuses the connection. 3 replies wait and nothing is lost.",
			LinkButton(Small, "#", "See the outbox")),
		Banner(Red, "The disk is full. New mail is refused for now and the senders keep it."),
		Content(
			h.Div(h.Class("cluster"), g.Text("Time is shown as "), Time(ctx, now.Add(-2*time.Hour), now), Ago(ctx, now.Add(-12*time.Minute), now)),
			Columns(guideButtons(ctx), guideFields(ctx), guideChips(ctx, now), guideDue(ctx, now), guideStrips(), guideFacts(ctx),
				guideStates(ctx), guidePaper(ctx, now), guideTable(ctx, now), guidePortal(ctx)),
		),
		guideRows(ctx, now), guideLog(ctx, now),
	}
}

func guideButtons(ctx context.Context) g.Node {
	return Card("Buttons", "One primary on a page. A key stands on what it presses.",
		h.Form(h.Class("cluster"), Button(Primary, "Send to Dana + 1", Key("Ctrl ↵")), Button(Secondary, "Take it", Key("i")), Button(Danger, "Delete"),
			Button(Quiet, "Cancel"), Button(NoteLook, "Add internal note"), Button(Small, "Small"), Button(Secondary, "Not now", h.Disabled())),
		h.Div(h.Class("cluster"),
			Menu("Macro", []g.Node{h.A(h.Href("#"), g.Text("Ask for logs")), h.A(h.Href("#"), h.Class("danger"), g.Text("Mark as spam"))}, Key("m")),
			h.Button(h.Class("btn"), h.Type("button"), OpenDialog("guide-dialog"), g.Text("Open a dialog"))),
		Dialog(ctx, "guide-dialog", "Change the requester",
			h.P(g.Text("Replies go to the new requester from now on. What was sent stays sent.")), Button(Primary, "Change")),
		Button(Wide, "Acknowledge, I have it"))
}

func guideFields(ctx context.Context) g.Node {
	form := web.NewForm("email", "dana@wayne", "plan", "premium", "zone", "")
	form.Reject("email", "“dana@wayne” has no domain ending. Write it like dana@wayne.example.")
	form.Reject("", "2 fields need a look. What you typed is kept.")
	name, email := Ask(form, "name", "Name"), Ask(form, "email", "E-mail")
	name.Placeholder, name.Hint = "Dana Whitfield", "As it should stand in replies."
	plan, body, tick := Ask(form, "plan", "Plan"), Ask(form, "body", "What happened?"), Ask(form, "copy", "Send me a copy")
	body.Optional, tick.Hint = true, "To your own address only."
	return Card("Fields", "", h.Form(h.Class("form"), FormError(form), Input(ctx, name), Input(ctx, email),
		Select(ctx, plan, Choice{"", "None"}, Choice{"premium", "Premium"}, Choice{"ultimate", "Ultimate"}), Textarea(ctx, body), Checkbox(ctx, tick),
		h.Div(h.Class("end"), Button(Primary, "Save"), LinkButton(Quiet, "#", "Cancel"))))
}

func guideChips(ctx context.Context, now time.Time) g.Node {
	var statuses, levels, people g.Group
	for _, s := range []string{"new", "open", "pending", "on-hold", "solved", "closed"} {
		statuses = append(statuses, Status(ctx, s))
	}
	for i, name := range []string{"Low", "Normal", "High", "Urgent"} {
		levels = append(levels, h.Span(h.Class("cluster"), Priority(i+1, name), g.Text(name)))
	}
	for i, name := range []string{"Harish Gupta", "Gerardo Ruiz", "Amal Mansour", "Mika Korhonen", "Dana Whitfield", "Jo", "Ren Ito",
		"Lee Okafor", "Ana Silva", "Åsa Öberg"} {
		people = append(people, Avatar(Person{ID: int64(i), Name: name}))
	}
	return Card("Chips", "A colour never stands without its word.",
		h.Div(h.Class("cluster"), statuses), h.Div(h.Class("cluster"), levels),
		h.Div(h.Class("cluster"), people, NoAvatar("Unassigned"), BigAvatar(Person{ID: 4, Name: "Dana Whitfield"})),
		h.Div(h.Class("cluster"), Chip(Red, "gap"), Chip(Amber, "soon"), Chip(Green, "solved"), Chip(Blue, "open"),
			Chip(Inside, "internal note"), Chip(Neutral, "thin"), Badge("Ultimate")),
		h.Div(h.Class("cluster"), RegionName("violet", "APAC"), RegionName("ochre", "EMEA"), RegionName("coral", "AMER"),
			RegionName("teal", "MENA"), RegionName("moss", "LATAM"), RegionName("rose", "ANZ")))
}

func guideDue(ctx context.Context, now time.Time) g.Node {
	why := "4 h of EMEA hours from 13:50, paused 2 h while pending."
	due := func(in time.Duration, spent float64) Due {
		return Due{At: now.Add(in), What: "first reply", Why: why, Spent: spent}
	}
	return Card("Due times", "Hover or focus tells why.",
		h.Div(h.Class("stack"), DueChip(ctx, due(-11*time.Minute, 1), now), DueChip(ctx, due(38*time.Minute, .84), now),
			DueChip(ctx, due(3*time.Hour, .4), now), DueChip(ctx, due(70*time.Hour, .1), now),
			DueChip(ctx, Due{Paused: "on hold", What: "until the fix ships"}, now)),
		DueCard(ctx, due(38*time.Minute, .84), now.Add(-200*time.Minute), now), Meter(Neutral, .5))
}

func guideStrips() g.Node {
	day := func(label string) []StripTick { return []StripTick{{0, label}, {.25, "06"}, {.5, "12"}, {.75, "18"}} }
	return Card("Strips", "A stretch of time, with what it says in words beside it.",
		Strip{Words: "08:00 to 12:30 and 13:15 to 18:00", Bars: []StripBar{{From: .33, To: .52}, {From: .55, To: .75}}, Ticks: day("00"), Now: .6}.View(),
		Strip{Words: "a holiday", Bars: []StripBar{{From: .33, To: .75, Off: true, Title: "Christmas Day"}}, Ticks: day(""), Now: NoNow}.View(),
		Strip{Words: "queue hours with extra ones before and after",
			Bars: []StripBar{{From: .29, To: .33, Tone: "ochre", Thin: true}, {From: .33, To: .67, Tone: "ochre"},
				{From: .67, To: .71, Tone: "ochre", Thin: true}}, Now: NoNow}.View())
}

func guideFacts(ctx context.Context) g.Node {
	return Card("Facts", "", Facts("Customer", Say("Organization", "Wayne Enterprises"), Say("Plan", "Premium, to 31 Mar 2027"),
		Say("Installation", "self-managed 18.6.1, 3 nodes, 4 200 users")),
		Stats(Figure{"First reply in time", "97 %", "of 412 this week", "#"}, Figure{"Waiting for us", "118", "31 unassigned", ""},
			Figure{"Median first reply", "41 min", "", ""}),
		h.Div(Section{ID: "guide-calls", Title: "Calls", Line: "2 signs speak for one"}.View(ctx, h.P(g.Text("The customer asks for one."))),
			Section{ID: "guide-upgrade", Title: "Upgrades", Line: "18.5 → 18.6, Sat 02:00", Open: true}.View(ctx,
				h.P(g.Text("Open, because its reader left it so, or something in it is to be mended.")))),
		Progress("Importing support.mbox", 1204, 4000), Progress("Counting", 0, 0))
}

func guideStates(ctx context.Context) g.Node {
	return Card("States", "",
		EmptyState("inbox", "No ticket waits for you", "The queue holds 31 unassigned ones. Press g q to go there and i to take the first.",
			LinkButton(Secondary, "#", "Open the queue", Key("g q"))),
		Skeleton("Loading the thread"),
		Toast(ctx, web.Flash{Kind: "done", Text: "Reply to Dana + 1 goes out in 10 seconds.", Undo: "/undo"}),
		Toast(ctx, web.Flash{Kind: "error", Text: "Ana replied meanwhile, so yours was not sent. It is kept as a draft."}), Pager(ctx, "#newer", "#older"))
}

func guidePaper(ctx context.Context, now time.Time) g.Node {
	log := "{\"severity\":\"INFO\",\"class\":\"PostReceive\",\"duration_s\":41.7}\ngitaly[1289]: fatal: out of memory, malloc failed (tried to allocate 268435456 bytes)"
	return Card("Messages", "", Paper("Known here", h.P(g.Text("Upgrade planned in #48002 with a rollback plan."))),
		Comment(ctx, Message{ID: "guide-c1", Author: Person{ID: 4, Name: "Dana Whitfield"}, Meta: "Wayne Enterprises",
			At: now.Add(-70 * time.Minute), Now: now,
			Body: Prose("<p>Since the upgrade the process is killed <strong>every night</strong>.</p><ul><li>02:10</li><li>02:20</li></ul>"), Foot: []g.Node{Attachments(Attachment("bundle.tar.gz", "14 MB", "#"))}}),
		Comment(ctx, Message{ID: "guide-c2", Author: Person{ID: 1, Name: "Gerardo Ruiz"}, At: now.Add(-52 * time.Minute), Now: now,
			Internal: true, Body: Prose("<p>Ask for <code>cgroups.repositories.memory_bytes</code>.</p>")}),
		Comment(ctx, Message{ID: "guide-c3", Author: Person{ID: 0, Name: "Harish Gupta"}, At: now, Now: now, Ours: true, Held: true,
			Body: Prose("<p>Hi Dana, thank you.</p>")}),
		Entry(ctx, "guide-e1", now.Add(-20*time.Minute), now, g.Text("Region moved to "), h.B(g.Text("EMEA"))),
		Fold("38 quoted lines", h.P(g.Text("> earlier"))), Code(ctx, g.Text(log)))
}

func guideTable(ctx context.Context, now time.Time) g.Node {
	row := func(who, where, hours string) []g.Node { return []g.Node{g.Text(who), g.Text(where), g.Text(hours)} }
	wide := func(cells ...string) []g.Node { return g.Map(cells, func(c string) g.Node { return g.Text(c) }) }
	return Card("Tables", "On a phone the rows of a wide one are cards.",
		Table("Hours on call", []Column{{"Who", false}, {"Where", false}, {"Hours", true}}, row("Gerardo", "EMEA", "312 h"), row("Amal", "AMER", "336 h")),
		Table("Customers", []Column{{"Name", false}, {"Plan", false}, {"Region", false}, {"Version", false}, {"People", true}},
			wide("Wayne Enterprises", "Premium", "EMEA", "18.6.1", "4"), wide("Globex", "Signature", "AMER", "", "12")),
		Table("Regions", []Column{{"Name", false}, {"Colour", false}},
			[]g.Node{Bare(Field{Name: "guide-region", Label: "Name", Value: "EMEA", Error: "Another region is called EMEA, too."}),
				BareSelect(Field{Name: "guide-tone", Label: "Colour", Value: "ochre"}, Choice{"ochre", "ochre"}, Choice{"teal", "teal"})}),
		BandPreview(ctx, Band{Regions: []Region{{Name: "EMEA", City: "Amsterdam", Zone: time.UTC, Open: 8 * time.Hour,
			Close: 18 * time.Hour, Tone: "ochre"}}}, now))
}

func guideRows(ctx context.Context, now time.Time) g.Node {
	due := Due{At: now.Add(38 * time.Minute), What: "first reply", Spent: .84}
	return g.Group{Rows("Tickets", RowsHead("Now", "breaches before your shift ends"),
		Ticket(ctx, TicketRow{ID: "guide-t1", Href: "#1", Number: "48211", Subject: "Gitaly OOM-killed nightly on node 2",
			Aside: "bundle attached, 3 findings", Unread: true, Level: 3, LevelName: "High", Customer: "Wayne Enterprises", Plan: "Premium",
			RegionName: "EMEA", RegionTone: "ochre", Due: due}, now),
		Ticket(ctx, TicketRow{ID: "guide-t2", Href: "#2", Number: "48213", Choose: ChooseBox("guide-chosen", "ids", "48213", "48213"),
			Subject: "502 for all users after 18.6 upgrade", Level: 4, LevelName: "Urgent", Customer: "Globex", Plan: "Signature",
			RegionName: "AMER", RegionTone: "coral", Assignee: &Person{ID: 2, Name: "Amal Mansour"}, Due: Due{Paused: "pending", What: "reminder Tue"}}, now)),
		ChosenBar("guide-chosen", "#", Button(Primary, "Change the chosen …"))}
}

func guideLog(ctx context.Context, now time.Time) g.Node {
	return h.Ol(h.Class("rows"), g.Attr("aria-label", "Log"),
		Log(LogRow{ID: "guide-l1", Href: "#l1", State: Chip(Green, "filed"), Time: Time(ctx, now, now), Channel: "lmtp",
			From: "dana@wayne.example", Subject: "Gitaly OOM-killed nightly", Side: []g.Node{h.A(h.Class("link"), h.Href("#1"), g.Text("#48211"))}}),
		Log(LogRow{ID: "guide-l2", Href: "#l2", State: Chip(Amber, "held"), Time: Time(ctx, now, now), Channel: "imap",
			From: "cron@globex.example", Subject: "Cron on db1", Why: g.Text("The mail goes in circles: 31 Received fields"),
			Side: []g.Node{PostButton(Small, "#", "Release", nil), PostButton(Small, "#", "Block sender", nil)}}))
}

func guidePortal(ctx context.Context) g.Node {
	options := []Option{{Value: "2", Label: "Severity 2: highly degraded", About: "Important features are unavailable or extremely slow."},
		{Value: "emea", Label: "EMEA", About: "The clock runs in its hours.", Chip: RegionName("ochre", "Amsterdam")}}
	return Card("For customers", "What the portal adds. Nothing in it needs a script.", portalStyle(),
		Notice(Green, "Sent. We answer here and by mail."), Notice(Amber, "Support is on hold at the moment.",
			h.P(g.Text("What is open goes on."))), Notice(Neutral, "What you wrote on Friday is below.", LinkButton(Small, "#", "Throw it away")),
		Options(Field{Name: "guide-severity", Label: "How severe is it?", Value: "2", Optional: true}, options...),
		Ticks(Field{Name: "guide-nodes", Label: "Which nodes?", Error: "This needs an answer."}, []string{"emea"}, options...),
		Files(ctx, Field{Name: "guide-file", Label: "Files"}, Option{Value: "7", Label: "trace.log", About: "4 kB"}))
}
