package cli

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make a token for a member of the team. It is printed once."`
	List   tokenListCmd   `cmd:"" help:"List all tokens: whose, what for, when last used."`
	Revoke tokenRevokeCmd `cmd:"" help:"End a token at once."`
}

// Help explains the command.
func (tokenCmd) Help() string {
	return `A token lets a program act as a person, within its scopes:
  read          look at tickets, people and the mail log
  write         read, and work on tickets and customers
  admin         everything its owner may do
  on_call:read  ask who is on call, and nothing else
  impersonate   act as whoever is named with it, as Zendesk's tokens do

Programs send it as "Authorization: Bearer TOKEN", or by basic authentication as ADDRESS/token with the token as the
password. Everybody makes tokens of their own in their profile.`
}

type tokenCreateCmd struct {
	place
	Name    string        `arg:"" help:"The program that will use it."`
	User    string        `help:"The mail address of the member of the team as whom it acts." required:"" placeholder:"ADDRESS"`
	Scope   []string      `help:"What it is for; more than one with commas." default:"read" placeholder:"SCOPE"`
	Expires tokenLifetime `help:"How long it works: 90d, 12h; none: until it is revoked." default:"90d" placeholder:"TIME"`
}

// tokenLifetime is a duration that may be written in days.
type tokenLifetime time.Duration

// UnmarshalText reads 90d, 12h and none.
func (l *tokenLifetime) UnmarshalText(text []byte) error {
	written := string(text)
	if written == "none" {
		*l = 0
		return nil
	}
	if days, ok := strings.CutSuffix(written, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n <= 3650 {
			*l = tokenLifetime(time.Duration(n) * 24 * time.Hour)
			return nil
		}
	}
	d, err := time.ParseDuration(written)
	if err != nil || d <= 0 {
		return fault.Field("expires", "%q is no time for a token to work. Write days as 90d, hours as 12h, or none", written)
	}
	*l = tokenLifetime(d)
	return nil
}

// Run makes the token. Only the token goes to standard output, so that a script can take it.
func (c tokenCreateCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	u, err := d.People.ByAddress(ctx, d.DB.Read(), c.User)
	if err != nil {
		return err
	}
	n := people.NewAPIToken{UserID: u.ID, Name: c.Name, For: time.Duration(c.Expires)}
	for _, s := range c.Scope {
		n.Scopes = append(n.Scopes, people.Scope(s))
	}
	t, secret, err := d.People.CreateAPIToken(ctx, n)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.io.Err, "Token %d acts as %s, %s. It is shown this once:\n", t.ID, printable(t.Owner), tokenEnd(t, e.io.Now()))
	_, err = fmt.Fprintln(e.io.Out, secret)
	return err
}

// Help explains the command.
func (tokenCreateCmd) Help() string {
	return `Examples:
  daywatch token create "Status board" --user ana@example.com --scope on_call:read
  daywatch token create Terraform --user ana@example.com --scope admin --expires none`
}

type tokenListCmd struct{ place }

// Run lists the tokens.
func (c tokenListCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	list, err := d.People.APITokens(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintln(e.io.Out, "There is no token yet. Make one with: daywatch token create NAME --user ADDRESS")
		return nil
	}
	w := tabwriter.NewWriter(e.io.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tNAME\tENDS IN\tACTS AS\tSCOPES\tSTATE\tLAST USED")
	for _, t := range list {
		used := "never"
		if !t.LastUsedAt.IsZero() {
			used = t.LastUsedAt.Format(stamp)
		}
		var scopes []string
		for _, s := range t.Scopes {
			scopes = append(scopes, string(s))
		}
		fmt.Fprintf(w, "%d\t%s\t…%s\t%s\t%s\t%s\t%s\n", t.ID, printable(t.Name), t.Hint, t.OwnerEmail, strings.Join(scopes, ","),
			tokenEnd(t, d.DB.Now(ctx)), used)
	}
	return w.Flush()
}

// stamp is how instants stand in tables.
const stamp = "2006-01-02 15:04 UTC"

func tokenEnd(t people.APIToken, now time.Time) string {
	switch {
	case !t.RevokedAt.IsZero():
		return "revoked " + t.RevokedAt.Format(stamp)
	case !t.Works(now):
		return "ended " + t.ExpiresAt.Format(stamp)
	case t.ExpiresAt.IsZero():
		return "works until it is revoked"
	}
	return "works until " + t.ExpiresAt.Format(stamp)
}

type tokenRevokeCmd struct {
	place
	ID int64 `arg:"" help:"The number of the token, as daywatch token list shows it."`
}

// Run ends the token.
func (c tokenRevokeCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.People.RevokeAPIToken(ctx, c.ID); err != nil {
		return err
	}
	fmt.Fprintf(e.io.Out, "Token %d works no longer.\n", c.ID)
	return nil
}
