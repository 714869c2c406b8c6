package cli

import (
	"io"
	"time"
)

type storyCmd struct {
	Data    string        `help:"Keep the story's desk in this folder, which must hold no desk yet. Without it the desk goes with the story." placeholder:"DIR" type:"path"`
	Pace    time.Duration `help:"How long to stay at a step, such as 500ms; 4s unless said." placeholder:"TIME" default:"4s"`
	Step    bool          `help:"Wait for Enter after each step instead."`
	Browser bool          `help:"Open the desk in the browser."`
	Stay    bool          `help:"Leave the desk running at the end, until Ctrl-C."`
}

// StoryOptions are the flags of story.
type StoryOptions struct {
	Dir                 string // empty: a folder that is removed at the end
	Pace                time.Duration
	Step, Browser, Stay bool
	In                  io.Reader
	Out                 io.Writer
	Now                 func() time.Time
}

// Run plays the story.
func (c storyCmd) Run(e *env) error {
	return e.app.Story(e.ctx, StoryOptions{Dir: c.Data, Pace: c.Pace, Step: c.Step, Browser: c.Browser, Stay: c.Stay,
		In: e.io.In, Out: e.io.Out, Now: e.io.Now})
}

// Help explains the command.
func (storyCmd) Help() string {
	return `It starts a desk on free ports of this machine, with a customer who has a mail server and a mailbox of her own, and
sends real mail between them. At each step it says what happens and which duty of the job that serves. The exit
status is 0 only when everything it says was verified.

Examples:
  daywatch story --browser
  daywatch story --step --stay`
}
