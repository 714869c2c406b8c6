package arch

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// unchecked are the use cases that ask for no permission, each with the reason.
var unchecked = map[string]string{
	"internal/core/people.SignIn":         door,
	"internal/core/people.Identify":       door,
	"internal/core/people.ForgotPassword": door,
	"internal/core/people.AskEntry":       door,
	"internal/core/people.AskPassword":    door,
	"internal/core/people.NeedsSetup":     door,
	"internal/core/people.Authenticate":   door,
	"internal/core/people.Setup":          secret,
	"internal/core/people.Invitation":     secret,
	"internal/core/people.Accept":         secret,
	"internal/core/people.Entry":          secret,
	"internal/core/people.Enter":          secret,
	"internal/core/people.ResetUser":      secret,
	"internal/core/people.ResetPassword":  secret,
	"internal/core/people.PasswordUser":   secret,
	"internal/core/people.ChoosePassword": secret,
	"internal/core/people.SetupLink":      "the server asks as it starts, and prints the link for whoever runs it",
	"internal/core/people.HashPassword":   "it touches nothing",
	"internal/capability/oncall.Calendar": secret,
	"internal/capability/oncall.Absences": inside,

	"internal/core/calendar.All":                inside,
	"internal/core/calendar.ByTitle":            inside,
	"internal/core/calendar.TheDefault":         inside,
	"internal/core/calendar.Compiled":           inside,
	"internal/core/calendar.CompiledVersion":    inside,
	"internal/core/calendar.EnsureDefaults":     inside,
	"internal/core/people.Ensure":               inside,
	"internal/core/people.ByAddress":            inside,
	"internal/core/people.Named":                inside,
	"internal/core/people.Worker":               inside,
	"internal/core/people.OrganizationsNamed":   inside,
	"internal/core/people.Groups":               inside,
	"internal/core/people.Staff":                inside,
	"internal/core/people.IsBlocked":            inside,
	"internal/core/people.Roster":               inside,
	"internal/core/people.Available":            inside,
	"internal/core/people.CalendarUsers":        inside,
	"internal/core/people.ContactsOf":           inside,
	"internal/core/people.ContactOf":            inside,
	"internal/core/people.NamesContacts":        inside,
	"internal/core/people.WithOwners":           inside,
	"internal/core/people.OrganizationOfDomain": inside,
	"internal/core/people.OrganizationNamed":    inside,
	"internal/core/people.MarkMailFails":        inside,
	"internal/core/environment.ByID":            inside,
	"internal/core/environment.Of":              inside,
	"internal/core/environment.About":           inside,
	"internal/core/environment.SetVersion":      inside,
	"internal/core/environment.ChooseIn":        inside,
	"internal/capability/upgrade.OpenAt":        inside,
	"internal/capability/upgrade.CallChanged":   inside,
	"internal/core/ticket.Load":                 inside,
	"internal/core/ticket.LoadComment":          inside,
	"internal/core/ticket.Refuses":              inside,
	"internal/core/ticket.IsPicture":            inside,
	"internal/core/ticket.RefusePicture":        inside,
	"internal/core/ticket.Sent":                 inside,
	"internal/core/ticket.SetBreach":            inside,
	"internal/core/ticket.Final":                inside,
	"internal/core/ticket.Lock":                 inside,
	"internal/core/ticket.RememberMessageID":    inside,
	"internal/core/ticket.ByMessageID":          inside,
	"internal/core/ticket.MessageIDs":           inside,
	"internal/core/ticket.EnsureDefaultViews":   inside,
	"internal/capability/intake.Owns":           inside,
	"internal/capability/notify.SendLetter":     inside,
	"internal/capability/notify.Bounced":        inside,
	"internal/capability/notify.Carried":        inside,
	"internal/capability/notify.Announce":       inside,
	"internal/capability/notify.SendPage":       inside,
	"internal/capability/notify.SendInvitation": inside,
	"internal/capability/notify.Alert":          inside,
	"internal/capability/sla.PoliciesIn":        inside,
	"internal/capability/intake.Addressees":     inside,
	"internal/capability/emergency.Busy":        inside,
	"internal/capability/emergency.Card":        inside,
	"internal/capability/emergency.Rang":        inside,
	"internal/capability/emergency.Answered":    inside,

	"internal/capability/clearance.Entry":        "it is the desk's own door, which people asks",
	"internal/capability/clearance.Cleared":      inside,
	"internal/capability/clearance.Looked":       "it writes down who looks, whoever that is",
	"internal/capability/clearance.ShutIn":       inside,
	"internal/capability/oncall.FollowClearance": inside,
	"internal/core/people.SwitchOffIn":           inside,
	"internal/core/people.SwitchOnIn":            inside,

	"internal/capability/entitlement.MailDoor":      inside,
	"internal/capability/entitlement.Judge":         inside,
	"internal/capability/entitlement.OwnJudge":      inside,
	"internal/capability/entitlement.OwnTurnedAway": inside,
	"internal/capability/notify.DeskName":           inside,

	"internal/capability/paging.PoliciesIn":     inside,
	"internal/capability/paging.PolicyIn":       inside,
	"internal/capability/paging.EnsureDefaults": inside,
	"internal/capability/paging.Run":            "it is the engine, which app starts, and acts as the desk itself",
	"internal/capability/paging.Trigger":        inside,
	"internal/capability/paging.AcknowledgeAs":  inside,
	"internal/capability/paging.Resolve":        inside,
	"internal/capability/paging.Opened":         inside,
	"internal/capability/paging.Find":           inside,
	"internal/capability/paging.AttemptPage":    inside,
	"internal/capability/paging.Open":           inside,
	"internal/capability/paging.Plan":           inside,

	"internal/capability/paging.MethodGone":      inside,
	"internal/capability/paging.ProviderToken":   "it is what the door checks the provider's signature with",
	"internal/capability/paging.Look":            secret,
	"internal/capability/paging.AnswerByLink":    secret,
	"internal/capability/paging.AnswerByWebhook": secret,
	"internal/capability/paging.AnswerByText":    "the door checks the provider's signature; the number is then its owner's",

	"internal/capability/paging.Pages":            inside,
	"internal/capability/oncall.At":               inside,
	"internal/capability/oncall.SchedulesIn":      inside,
	"internal/capability/oncall.Used":             inside,
	"internal/capability/oncall.QualificationsIn": inside,
	"internal/capability/oncall.EnsureDefaults":   inside,

	"internal/capability/incident.ComponentsIn": inside,
	"internal/capability/incident.Bounced":      inside,
	"internal/capability/incident.View":         public,
	"internal/capability/incident.PublicThread": public,
	"internal/capability/incident.Month":        public,
	"internal/capability/incident.Statuspage":   public,
	"internal/capability/incident.Subscribe":    public,
	"internal/capability/incident.ByLink":       secret,
	"internal/capability/incident.Subscription": secret,
	"internal/capability/incident.Confirm":      secret,
	"internal/capability/incident.Choose":       secret,
	"internal/capability/incident.Unsubscribe":  secret,
	"internal/capability/notify.Circulate":      inside,

	"internal/capability/review.OpenOrder":   inside,
	"internal/capability/review.CallChanged": inside,
	"internal/capability/review.SpentBy":     inside,
	"internal/capability/review.LedBy":       inside,
	"internal/capability/sla.FirstReplies":   inside,

	"internal/capability/call.ScheduleIn":   inside,
	"internal/capability/call.MoveIn":       inside,
	"internal/capability/call.CancelIn":     inside,
	"internal/capability/call.Entry":        inside,
	"internal/capability/call.Answer":       inside,
	"internal/capability/call.File":         secret,
	"internal/capability/call.Visit":        secret,
	"internal/capability/call.Free":         secret,
	"internal/capability/call.Book":         secret,
	"internal/capability/call.MoveByLink":   secret,
	"internal/capability/call.CancelByLink": secret,

	"internal/capability/account.EngineersOf": inside,
	"internal/capability/account.InCharge":    inside,
	"internal/capability/account.AccountsOf":  inside,
	"internal/capability/account.Keeps":       inside,
	"internal/capability/account.First":       inside,
	"internal/capability/account.Find":        inside,
	"internal/capability/account.Answered":    inside,
	"internal/capability/account.LockTicket":  inside,
	"internal/capability/account.Assigning":   inside,
	"internal/capability/emergency.OpenOf":    inside,

	"internal/capability/alert.Receive":      "whoever has the key of a service reports for it",
	"internal/capability/alert.Refuse":       anyone,
	"internal/capability/alert.ServicesIn":   inside,
	"internal/capability/alert.PageAnswered": inside,
	"internal/capability/alert.Find":         inside,
	"internal/capability/alert.Lock":         inside,

	"internal/capability/intake.Receive": anyone,
	"internal/capability/intake.Pipe":    anyone,
	"internal/capability/intake.Import":  anyone,
	"internal/capability/intake.File":    "it is the job that files what was received, and acts as the desk itself",
	"internal/capability/notify.Run":     "it is the sender, which app starts",
}

const (
	door   = "nobody is signed in yet"
	secret = "who holds the link's secret may, and nobody else"
	inside = "a part of another use case, which has asked; it takes that one's transaction"
	public = "the status page is for everybody, signed in or not"
	anyone = "anyone may write to the desk; what comes of it is decided when it is filed"
)

// guards are functions of our own that decide who may, other than by access.Check.
var guards = map[string]string{
	"internal/capability/paging.myself":   own,
	"internal/capability/notify.myself":   own,
	"internal/capability/call.myself":     own,
	"internal/core/people.Service.self":   own,
	"internal/core/people.Service.keeper": own,
}

const own = "what is a person's own asks for a person, whatever the role"

// TestAccessFirst keeps authorisation the first thing a use case does: in every exported method of a Service that
// takes a context, the first call that is given the context is access.Check, or one that begins with it.
func TestAccessFirst(t *testing.T) {
	packages := map[string]useCases{}
	for _, s := range tree(t) {
		if !s.test() && s.in("internal/core", "internal/capability") {
			if packages[s.dir()] == nil {
				packages[s.dir()] = useCases{}
			}
			packages[s.dir()].add(s)
		}
	}
	seen := map[string]bool{}
	for dir, p := range packages {
		for name, f := range p {
			method, ok := strings.CutPrefix(name, "Service.")
			if !ok || !ast.IsExported(method) || !takesContext(f.FuncDecl) {
				continue
			}
			place := dir + "." + method
			seen[place] = true
			checked := p.checks(dir, name, nil)
			switch {
			case !checked && unchecked[place] == "":
				t.Errorf("%s:%d: %s does something before it asks access.Check who may; ask first, or give the reason in test/arch/access_test.go",
					f.path, f.line(f.Pos()), method)
			case checked && unchecked[place] != "":
				t.Errorf("%s:%d: %s checks access; take it off the list of those that don't", f.path, f.line(f.Pos()), method)
			}
		}
	}
	for place := range unchecked {
		if !seen[place] {
			t.Errorf("%s is excused, and is not there", place)
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d use cases were found", len(seen))
	}
}

// useCase is a function and the file it stands in.
type useCase struct {
	*ast.FuncDecl
	*source
}

// useCases are a package's functions; methods of Service carry its name and a dot.
type useCases map[string]useCase

func (u useCases) add(s *source) {
	s.functions(func(f *ast.FuncDecl) {
		switch {
		case f.Recv == nil:
			u[f.Name.Name] = useCase{f, s}
		case base(f.Recv.List[0].Type) != nil && base(f.Recv.List[0].Type).Name == "Service":
			u["Service."+f.Name.Name] = useCase{f, s}
		}
	})
}

// checks reports whether the first call that name gives its context is a check.
func (u useCases) checks(dir, name string, above []string) bool {
	f, ok := u[name]
	if !ok || slices.Contains(above, name) {
		return false
	}
	call := firstWithContext(f.Body)
	if call == nil {
		return false
	}
	fun := call.Fun
	if i, ok := fun.(*ast.IndexExpr); ok {
		fun = i.X
	}
	switch fun := fun.(type) {
	case *ast.Ident:
		return u.guards(dir, fun.Name, append(above, name))
	case *ast.SelectorExpr:
		x, ok := fun.X.(*ast.Ident)
		if ok && x.Name == "access" && fun.Sel.Name == "Check" {
			return true
		}
		return ok && f.Recv != nil && x.Name == f.Recv.List[0].Names[0].Name && u.guards(dir, "Service."+fun.Sel.Name, append(above, name))
	}
	return false
}

func (u useCases) guards(dir, name string, above []string) bool {
	return guards[dir+"."+name] != "" || u.checks(dir, name, above)
}

// firstWithContext gives the first call that gets ctx; opening a transaction does not count, what it runs does.
func firstWithContext(body ast.Node) (first *ast.CallExpr) {
	ast.Inspect(body, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if first != nil || !ok {
			return first == nil
		}
		if sel, ok := c.Fun.(*ast.SelectorExpr); ok && (sel.Sel.Name == "InTx" || sel.Sel.Name == "Do") {
			return true
		}
		for _, a := range c.Args {
			if x, ok := a.(*ast.Ident); ok && x.Name == "ctx" && first == nil {
				first = c
			}
		}
		return first == nil
	})
	return first
}

func takesContext(f *ast.FuncDecl) bool {
	for _, p := range f.Type.Params.List {
		if sel, ok := p.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "Context" {
			return true
		}
	}
	return false
}

// TestAccessFirstBites shows use cases that ask in time, too late and not at all.
func TestAccessFirstBites(t *testing.T) {
	s, err := parse("internal/core/desk/desk.go", `package desk
func (s *Service) Asks(ctx context.Context) error { return access.Check(ctx, access.ViewTickets) }
func (s *Service) AsksInside(ctx context.Context) error {
	return db.InTx(ctx, s.db, func(tx *db.Tx) error { return s.Asks(ctx) })
}
func (s *Service) AsksByName(ctx context.Context) error { return save(ctx, s, 1) }
func save[T any](ctx context.Context, s *Service, v T) error { return access.Check(ctx, access.ManageSettings) }
func (s *Service) Late(ctx context.Context) error {
	n, _ := find(ctx)
	return access.Check(ctx, n)
}
func find(ctx context.Context) (int, error) { return query(ctx, "a") }
func (s *Service) Never(ctx context.Context) error { return s.db.Do(ctx, func(tx *db.Tx) error { return find(ctx) }) }
func (s *Service) Other(ctx context.Context) error { return s.people.Asks(ctx) }
`)
	if err != nil {
		t.Fatal(err)
	}
	u := useCases{}
	u.add(s)
	for name, want := range map[string]bool{"Asks": true, "AsksInside": true, "AsksByName": true, "Late": false, "Never": false, "Other": false} {
		if got := u.checks("internal/core/desk", "Service."+name, nil); got != want {
			t.Errorf("%s checks access: %v, want %v", name, got, want)
		}
	}
}
