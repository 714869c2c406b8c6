package cli

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

type userCmd struct {
	Add        userAddCmd        `cmd:"" help:"Add a member of the team, with a password."`
	List       userListCmd       `cmd:"" help:"List the team."`
	Password   userPasswordCmd   `cmd:"" help:"Give someone a new password; their sessions end."`
	Role       userRoleCmd       `cmd:"" help:"Give someone another role; their sessions end."`
	Deactivate userDeactivateCmd `cmd:"" help:"Switch an account off: no sign-in, no notifications. What the person wrote stays."`
	Activate   userActivateCmd   `cmd:"" help:"Switch an account on again, with the password it had."`
}

// Help explains the command.
func (userCmd) Help() string {
	return `Invitations by mail are in the pages, under Team. This is for the first administrator, for scripts, and for the
day on which nobody remembers the password.

Examples:
  daywatch user add "Ana Silva" ana@example.com --role admin
  daywatch user password ana@example.com --generate
  daywatch user list`
}

// secret says where a password comes from.
type secret struct {
	Generate bool `help:"Make a password up and print it."`
}

// read asks for a password: twice on a terminal, without showing it; else the first line of standard input.
func (s secret) read(std IO) (string, error) {
	if s.Generate {
		return rand.Text(), nil // 128 bits
	}
	f, ok := std.In.(*os.File)
	if !ok || !isTerminal(f) {
		return readLine(std.In)
	}
	first, err := ask(std, f, "Password: ")
	if err != nil {
		return "", err
	}
	again, err := ask(std, f, "Once more: ")
	if err == nil && first != again {
		return "", fault.Field("password", "The two passwords differ. Nothing was changed")
	}
	return first, err
}

func ask(std IO, f *os.File, prompt string) (string, error) {
	fmt.Fprint(std.Err, prompt)
	defer fmt.Fprintln(std.Err)
	return silently(f, readLine)
}

func readLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(r).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", fault.Field("password", "There is no password on standard input. Type one, or use --generate")
	}
	if err != nil && err != io.EOF {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return line, nil
}

type userAddCmd struct {
	place
	secret
	Name    string `arg:"" help:"The person's name."`
	Address string `arg:"" help:"Their mail address, by which they sign in."`
	Role    string `help:"light_agent, agent, lead or admin." default:"agent" placeholder:"ROLE"`
}

// Run adds the person.
func (c userAddCmd) Run(e *env) error {
	password, err := c.secret.read(e.io)
	if err != nil {
		return err
	}
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	u, err := d.People.Add(ctx, c.Name, c.Address, access.Role(c.Role), password)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.io.Out, "%s <%s> is now %s.\n", u.Name, u.Email, u.Role)
	c.secret.tell(e.io, password)
	return nil
}

// Help explains the command.
func (userAddCmd) Help() string {
	return `The password is asked for, or read from the first line of standard input, or made up with --generate.

Example:
  daywatch user add "Ana Silva" ana@example.com --role admin`
}

func (s secret) tell(std IO, password string) {
	if s.Generate {
		fmt.Fprintf(std.Out, "Password: %s\n", password)
	}
}

type userPasswordCmd struct {
	place
	secret
	Address string `arg:"" help:"The person's mail address."`
}

// Run sets the password.
func (c userPasswordCmd) Run(e *env) error {
	password, err := c.secret.read(e.io)
	if err != nil {
		return err
	}
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.People.SetPassword(ctx, c.Address, password); err != nil {
		return err
	}
	fmt.Fprintf(e.io.Out, "%s has a new password. Their sessions have ended.\n", people.Normalize(c.Address))
	c.secret.tell(e.io, password)
	return nil
}

// Help explains the command.
func (userPasswordCmd) Help() string {
	return `The password is asked for, or read from the first line of standard input, or made up with --generate.

Example:
  daywatch user password ana@example.com --generate`
}

type userListCmd struct{ place }

// Run lists the team.
func (c userListCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	team, err := d.People.AllStaff(ctx)
	if err != nil {
		return err
	}
	if len(team) == 0 {
		fmt.Fprintln(e.io.Out, "Nobody works here yet. Add someone with: daywatch user add NAME ADDRESS --role admin")
		return nil
	}
	w := tabwriter.NewWriter(e.io.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tADDRESS\tROLE\tSTATE\tLAST SEEN")
	for _, u := range team {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", printable(u.Name), u.Email, u.Role, standing(u), seen(u))
	}
	return w.Flush()
}

func standing(u people.User) string {
	switch {
	case !u.Active:
		return "switched off"
	case !u.HasPassword:
		return "invited"
	}
	return "active"
}

func seen(u people.User) string {
	if u.LastSeenAt.IsZero() {
		return "never"
	}
	return u.LastSeenAt.Format("2006-01-02 15:04 UTC")
}

// who is a command about one member of the team.
type who struct {
	place
	Address string `arg:"" help:"The person's mail address."`
}

// change finds the person and does something to them.
func (c who) change(e *env, done string, do func(ctx context.Context, p *people.Service, id int64) error) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	team, err := d.People.AllStaff(ctx)
	if err != nil {
		return err
	}
	for _, u := range team {
		if u.Email != people.Normalize(c.Address) {
			continue
		}
		if err := do(ctx, d.People, u.ID); err != nil {
			return err
		}
		fmt.Fprintf(e.io.Out, done+"\n", u.Name)
		return nil
	}
	return fault.New(fault.NotFound, "Nobody in the team has the address %s. See: daywatch user list", c.Address)
}

type userDeactivateCmd struct{ who }

// Run switches an account off.
func (c userDeactivateCmd) Run(e *env) error {
	return c.change(e, "%s can no longer sign in. Their sessions have ended.", func(ctx context.Context, p *people.Service, id int64) error {
		return p.Deactivate(ctx, id)
	})
}

type userActivateCmd struct{ who }

// Run switches an account on.
func (c userActivateCmd) Run(e *env) error {
	return c.change(e, "%s can sign in again.", func(ctx context.Context, p *people.Service, id int64) error {
		return p.Reactivate(ctx, id)
	})
}

type userRoleCmd struct {
	who
	Role string `arg:"" help:"light_agent, agent, lead or admin."`
}

// Run changes the role.
func (c userRoleCmd) Run(e *env) error {
	role := access.Role(c.Role)
	if !role.Staff() {
		return fault.Field("role", "%q is not a role of the team. The roles are light_agent, agent, lead and admin", c.Role)
	}
	return c.change(e, "%s is now "+string(role)+".", func(ctx context.Context, p *people.Service, id int64) error {
		return p.SetRole(ctx, id, role)
	})
}
