package app

import (
	"context"
	"os"
	"os/exec"
	"time"

	"github.com/daywatch/daywatch/internal/app/story"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Story plays the product in a folder of its own, which is removed at the end unless one was named.
func (a *App) Story(ctx context.Context, o cli.StoryOptions) error {
	program, err := os.Executable()
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "The story starts this program again, but cannot tell where it is")
	}
	dir := o.Dir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "daywatch-story-"); err != nil {
			return fault.Wrap(fault.Unavailable, err, "There is no room for the story's desk")
		}
		defer os.RemoveAll(dir)
	}
	options := story.Options{Dir: dir, Program: program, Pace: o.Pace, Step: o.Step, Stay: o.Stay, In: o.In, Out: o.Out, Now: o.Now, Open: a.besides}
	if o.Browser {
		options.Browse = func(url string) error { return exec.CommandContext(ctx, "xdg-open", url).Start() }
	}
	return story.Play(ctx, options)
}

// besides opens a desk of the story beside the process that serves it.
func (a *App) besides(ctx context.Context, dir, desk string, bent time.Duration) (*story.Beside, error) {
	cfg, err := LoadDir(dir)
	if err != nil {
		return nil, err
	}
	cfg.Server.bent = bent
	dc, err := cfg.desk(desk)
	if err != nil {
		return nil, err
	}
	d, err := OpenDesk(ctx, cfg.Server, dc, a.Log)
	if err != nil {
		return nil, err
	}
	return &story.Beside{DB: d.DB, Log: d.Log, Tickets: d.Tickets, Intake: d.Intake, Notify: d.Notify, People: d.People,
		OnCall: d.OnCall, Emergencies: d.Emergencies, Incidents: d.Incidents, Accounts: d.Accounts, Close: d.Close}, nil
}

// bentClock is the offset by which a story bends the clock of the desk that it starts; zero for any other.
func bentClock() (time.Duration, error) {
	v := os.Getenv(story.ClockEnv)
	if v == "" {
		return 0, nil
	}
	by, err := time.ParseDuration(v)
	return by, fault.Wrap(fault.Invalid, err, "%s is %q, which is no offset of a clock: write it like -40h2m", story.ClockEnv, v)
}
